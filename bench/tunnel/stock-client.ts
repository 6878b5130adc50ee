import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../platform/free-port.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import type { Testnet } from '../../main/tunnel/testnet.test-support.ts';
import { stockClient } from '../../scripts/tunnel/stock-client.ts';
import { ask, drain, familyCpuMs, familyMemoryMb, type Way } from './way.ts';

/** A request before the way is known hangs in upstream's proxy; a later one does not. */
const FIRST_TRY_MS = 500;

/** Upstream's userspace tailscaled through its HTTP proxy, which has no authentication: for comparison only. */
export const startStock = async (relayed: boolean, net: Testnet): Promise<Way> => {
  const program = await stockClient();
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-stock-'));
  const port = await freePort();
  const socketPath = path.join(folder, 's');
  const begin = performance.now();
  const child = spawn(
    program,
    [
      ...['--tun=userspace-networking', '--state=mem:', `--statedir=${folder}`, `--socket=${socketPath}`, '--port=0'],
      ...[`--outbound-http-proxy-listen=127.0.0.1:${port}`, '--no-logs-no-support'],
    ],
    { stdio: 'ignore', env: { PATH: '', HOME: folder, ...(relayed ? { TS_DEBUG_ALWAYS_USE_DERP: 'true' } : {}) } },
  );
  const ended = once(child, 'exit');
  // It has no pipe that would tell it that we are gone.
  const kill = (): void => void child.kill();
  process.on('exit', kill);
  const api = (method: string, where: string, body = ''): Promise<string> => localApi(socketPath, method, where, body);
  const isIn = (state: string) => api('GET', 'status').then((text) => (JSON.parse(text) as { BackendState: string }).BackendState === state, () => false);
  // Its own start ends there; what was asked before would be overwritten by it.
  await waitFor('the local interface', () => isIn('NeedsLogin'), 30_000);
  const prefs = { ControlURL: net.controlURL, WantRunning: true, Hostname: 'bench-stock', RouteAll: true, NetfilterMode: 0 };
  await api('POST', 'start', JSON.stringify({ AuthKey: net.authKey, UpdatePrefs: prefs }));
  await api('POST', 'login-interactive');
  await waitFor('Running', () => isIn('Running'), 30_000);
  const addresses = Object.fromEntries(net.sites.map(({ name, addresses: [first] }) => [name, first]));
  const get = (site: 'a' | 'b', where: string, silenceMs?: number) =>
    ask(port, `http://${addresses[site]}${where}`, { Host: `${site}.tn.test` }, silenceMs);
  // Until it reaches a site: `Running` alone promises nothing.
  await waitFor('a site', () => get('a', '/', FIRST_TRY_MS).then(drain).catch(() => undefined), 60_000);
  const startMs = performance.now() - begin;
  const pid = child.pid ?? 0;
  return {
    name: `tailscaled, ${relayed ? 'relayed' : 'direct'}`,
    startMs,
    get: (site, where) => get(site, where),
    cpuMs: () => familyCpuMs(pid),
    memoryMb: () => familyMemoryMb(pid),
    close: async () => {
      kill();
      await ended;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const localApi = (socketPath: string, method: string, where: string, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path: `/localapi/v0/${where}`, headers: { Host: 'local-tailscaled.sock' } });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.once('end', () => ((response.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(`${where}: ${response.statusCode} ${text}`))));
    });
    sent.end(body);
  });
