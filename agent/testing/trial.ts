import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../platform/free-port.test-support.ts';
import { brokerProcess } from '../../platform/mosquitto.test-support.ts';
import type { BrokerProcess } from '../../platform/mosquitto.test-support.ts';
import { INIT_COMMANDS } from '../init/run-init.ts';
import type { InitCommandName } from '../init/run-init.ts';

/*
 * Test code: hubs and sites made by the real set-up commands below a temporary folder, run by real brokers.
 */

const resources = fileURLToPath(new URL('../../resources/', import.meta.url));

/** Runs one set-up command; answers what it said. `input` is what a person would type. */
export const initCommand = async (name: InitCommandName, args: readonly string[], input?: string): Promise<readonly string[]> => {
  const said: string[] = [];
  await INIT_COMMANDS[name].run(args, {
    template: (file) => readFileSync(join(resources, file), 'utf8'),
    say: (line) => said.push(line),
    ask: () => Promise.resolve(input),
  });
  return said;
};

/** A folder that the user `mosquitto` may enter. */
export const trialFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'blocao-trial-'));
  chmodSync(folder, 0o755);
  return folder;
};

export interface TrialHub {
  readonly root: string;
  readonly sitePort: number;
  readonly consolePort: number;
  readonly caFile: string;
  readonly broker: BrokerProcess;
  dispose(): Promise<void>;
}

const hubOf = (root: string, sitePort: number, consolePort: number): TrialHub => {
  const broker = brokerProcess(join(root, 'etc/blocao-hub/mosquitto.conf'), [sitePort, consolePort]);
  return {
    ...{ root, sitePort, consolePort, broker, caFile: join(root, 'etc/blocao-hub/tls/ca.crt') },
    dispose: async () => {
      await broker.kill();
      rmSync(root, { recursive: true, force: true });
    },
  };
};

const hubOptions = async (root: string) => {
  const [sitePort, consolePort] = [await freePort(), await freePort()];
  const ports = ['--site-port', String(sitePort), '--console-port', String(consolePort)];
  return { sitePort, consolePort, args: ['--root', root, '--name', 'localhost', '--name', '127.0.0.1', '--bind', '127.0.0.1', ...ports] };
};

/** A hub with an authority of its own, not started. */
export const trialHub = async (): Promise<TrialHub> => {
  const root = trialFolder();
  const { sitePort, consolePort, args } = await hubOptions(root);
  await initCommand('hub-init', args);
  return hubOf(root, sitePort, consolePort);
};

/** A second hub under the first one's authority. */
export const secondHub = async (first: TrialHub): Promise<TrialHub> => {
  const root = trialFolder();
  const { sitePort, consolePort, args } = await hubOptions(root);
  await initCommand('hub-init', [...args, '--ca', first.caFile, '--crl', join(first.root, 'etc/blocao-hub/tls/crl.pem')]);
  const request = join(root, 'hub.csr');
  copyFileSync(join(root, 'etc/blocao-hub/tls/hub.csr'), request);
  await initCommand('hub-sign', ['--hub', request, '--name', 'localhost', '--name', '127.0.0.1', '--root', first.root]);
  await initCommand('hub-init', ['--root', root, '--certificate', join(root, 'hub.crt')]);
  return hubOf(root, sitePort, consolePort);
};

/** Lets a console in; answers its password. */
export const addConsole = async (hub: TrialHub, name: string, role: 'operator' | 'viewer'): Promise<string> => {
  const password = `password of ${name}`;
  await initCommand('hub-console', [name, '--role', role, '--root', hub.root], password);
  return password;
};

export interface TrialSite {
  readonly root: string;
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
  readonly broker: BrokerProcess;
  /** Password of the local user. */
  password(user: 'agent' | 'frigate'): string;
  dispose(): Promise<void>;
}

/** A site that `authority` has signed; `ports` are where its bridges call. */
export const trialSite = async (site: string, authority: TrialHub, ports: readonly number[] = [authority.sitePort]): Promise<TrialSite> => {
  const root = trialFolder();
  const port = await freePort();
  const hubs = ports.flatMap((hubPort, index) => ['--hub', `hub-${'abcd'[index]}=localhost:${hubPort}`]);
  await initCommand('site-init', ['--root', root, '--site', site, '--ca', authority.caFile, '--port', String(port), '--retry', '1-1', ...hubs]);
  const tls = join(root, 'etc/blocao-agent/tls');
  const request = join(root, 'site.csr');
  copyFileSync(join(tls, 'site.csr'), request);
  await initCommand('hub-sign', [request, '--site', site, '--root', authority.root]);
  await initCommand('site-init', ['--root', root, '--certificate', join(root, 'site.crt')]);
  const broker = brokerProcess(join(root, 'etc/blocao-agent/broker/mosquitto.conf'), [port]);
  return {
    ...{ root, port, broker, certFile: join(tls, 'site.crt'), keyFile: join(tls, 'site.key') },
    password: (user) => readFileSync(join(root, `etc/blocao-agent/secrets/broker-${user}`), 'utf8'),
    dispose: async () => {
      await broker.kill();
      rmSync(root, { recursive: true, force: true });
    },
  };
};

/** A file below a trial's folder. */
export const writeTrialFile = (root: string, name: string, text: string): string => {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
};
