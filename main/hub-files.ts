import { readFileSync } from 'node:fs';
import type { HubConfig, HubSetting } from '../fleet/ipc.ts';

/** Paths of PEM files: own CA, client certificate, its key. */
export type HubFiles = Pick<HubSetting, 'caFile' | 'certFile' | 'keyFile'>;

/** BLOCAO_HUB_CA, BLOCAO_HUB_CERT and BLOCAO_HUB_KEY: paths, for the hubs of the command line. */
export const filesOfEnvironment = (env: NodeJS.ProcessEnv): HubFiles => {
  const { BLOCAO_HUB_CA: caFile, BLOCAO_HUB_CERT: certFile, BLOCAO_HUB_KEY: keyFile } = env;
  return { ...(caFile ? { caFile } : {}), ...(certFile ? { certFile } : {}), ...(keyFile ? { keyFile } : {}) };
};

/** The texts of the files. One that cannot be read is told and left out: the hub's link then says what TLS misses. */
export const readHubFiles = (files: HubFiles, log: (text: string) => void): Pick<HubConfig, 'ca' | 'cert' | 'key'> => {
  const read = (path: string | undefined): string | undefined => {
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      log(`A certificate file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const [ca, cert, key] = [files.caFile, files.certFile, files.keyFile].map(read);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
};
