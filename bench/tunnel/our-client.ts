import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { SiteId } from '../../fleet/ids.ts';
import type { ConsoleProxy, TunnelControl, TunnelNotice } from '../../fleet/tunnel/process.ts';
import type { Testnet } from '../../main/tunnel/testnet.test-support.ts';
import { tunnelArtefacts } from '../../scripts/tunnel/artefacts.ts';
import type { ClientStart } from './client-process.ts';
import { ask, familyCpuMs, familyMemoryMb, type Way } from './way.ts';

const PATIENCE_MS = 60_000;

/** The product's client of that kind, through its own proxy. */
export const startOurs = async (client: 'wasm' | 'native', relayed: boolean, net: Testnet): Promise<Way> => {
  const { wasm, wasmExec, native } = await tunnelArtefacts();
  const begin = performance.now();
  const child = fork(path.join(import.meta.dirname, 'client-process.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const config = { client, controlUrl: net.controlURL, hostname: `bench-${client}`, authKey: net.authKey, ca: net.caPem, artefacts: { wasm, wasmExec, native } };
  child.send({ config, forceRelay: relayed } satisfies ClientStart);
  const proxies = { a: await open(child, 'a'), b: await open(child, 'b') };
  const startMs = performance.now() - begin;
  const pid = child.pid ?? 0;
  return {
    name: `${client}, ${relayed ? 'relayed' : 'direct'}`,
    startMs,
    get: (site, where) => {
      const { port, user, password } = proxies[site];
      const credentials = Buffer.from(`${user}:${password}`).toString('base64');
      return ask(port, `http://${site}.tn.test${where}`, { Host: `${site}.tn.test`, 'Proxy-Authorization': `Basic ${credentials}` });
    },
    cpuMs: () => familyCpuMs(pid),
    memoryMb: () => familyMemoryMb(pid),
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
};

const open = (child: ChildProcess, site: 'a' | 'b'): Promise<ConsoleProxy> =>
  new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`no way to site ${site}`)), PATIENCE_MS);
    const hear = (message: unknown): void => {
      const notice = message as TunnelNotice;
      if (notice.type !== 'console-ready' || notice.key !== `BENCH-${site}/web`) return;
      clearTimeout(limit);
      child.off('message', hear);
      resolve(notice.proxy);
    };
    child.on('message', hear);
    const wanted = { id: 'web', host: `${site}.tn.test`, port: 80, scheme: 'http' as const };
    child.send({ type: 'open', key: `BENCH-${site}/web`, site: 'BENCH-1' as SiteId, console: wanted, also: [] } satisfies TunnelControl);
  });
