import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { HubConfig } from '../../../fleet/ipc.ts';
import type { HubTestLine } from '../../../fleet/model/hub-test.ts';
import { openTunnel } from '../../../platform/http-proxy.ts';
import { placeOf } from '../../../platform/mqtt-client.ts';
import { findProblem } from '../../../platform/mqtt-problem.ts';

/** Longer than three lost SYN packets, shorter than an operator's patience. */
const PATIENCE_MS = 8_000;
const HTTPS_PORT = 443;

const failure = (step: HubTestLine['step'], cause: unknown): HubTestLine => {
  const { code, text } = findProblem(cause);
  return { step, result: 'failed', problem: code, detail: text };
};

/** Settles with the first of the event, an error, or the end of patience. */
const opened = (socket: Socket | TLSSocket, event: 'connect' | 'secureConnect'): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('error', resolve).once(event, () => resolve(undefined));
    socket.once('close', () => resolve(Object.assign(new Error('closed by the hub'), { code: 'ECONNRESET' })));
    socket.setTimeout(PATIENCE_MS, () => resolve(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
  });

const tryName = async (host: string): Promise<HubTestLine> => {
  if (isIP(host) !== 0) return { step: 'name', result: 'ok', detail: host };
  try {
    const found = await lookup(host, { all: true });
    return { step: 'name', result: 'ok', detail: found.map(({ address }) => address).join(', ') };
  } catch (error) {
    return failure('name', error);
  }
};

const tryTcp = async (host: string, port: number): Promise<HubTestLine> => {
  const socket = connectTcp({ host, port });
  const error = await opened(socket, 'connect');
  socket.destroy();
  return error === undefined ? { step: 'tcp', result: 'ok', detail: `port ${port}` } : failure('tcp', error);
};

/** Networks that block 8883 mostly let 443 pass: worth a look before the operator is told so. */
const tryWeb = async (host: string, port: number): Promise<readonly HubTestLine[]> => {
  if (port === HTTPS_PORT) return [];
  const line = await tryTcp(host, HTTPS_PORT);
  return line.result === 'ok' ? [line] : [];
};

interface Way {
  readonly host: string;
  readonly port: number;
  readonly proxy: HubConfig['proxy'];
}

/** By name and TCP, or through the proxy, which looks the name up itself. */
const tryWay = async ({ host, port, proxy }: Way): Promise<readonly HubTestLine[]> => {
  if (proxy !== undefined) {
    const outcome = await openTunnel(proxy, host, port, PATIENCE_MS).opened;
    if (!outcome.ok) return [{ step: 'proxy', result: 'failed', problem: outcome.problem.code, detail: outcome.problem.text }];
    outcome.socket.destroy();
    return [{ step: 'proxy', result: 'ok', detail: `${host}:${port}` }];
  }
  const name = await tryName(host);
  if (name.result === 'failed') return [name];
  const tcp = await tryTcp(host, port);
  return tcp.result === 'failed' ? [name, tcp, ...(await tryWeb(host, port))] : [name, tcp];
};

const openTls = async ({ host, port, proxy }: Way, { ca, cert, key }: HubConfig): Promise<TLSSocket> => {
  const own = { ...(ca ? { ca } : {}), ...(cert && key ? { cert, key } : {}) };
  const tunnel = proxy && (await openTunnel(proxy, host, port, PATIENCE_MS).opened);
  const socket = tunnel?.ok ? { socket: tunnel.socket } : {};
  return connectTls({ host, port, ...socket, ...(isIP(host) === 0 ? { servername: host } : {}), rejectUnauthorized: true, ...own });
};

const tryTls = async (way: Way, hub: HubConfig): Promise<HubTestLine> => {
  let socket: TLSSocket;
  try {
    socket = await openTls(way, hub);
  } catch (error) {
    // Files that are no certificate or key, or do not belong together.
    return { ...failure('tls', error), problem: 'tls_other', side: 'console' };
  }
  const error = await opened(socket, 'secureConnect');
  const detail = error === undefined ? (socket.getProtocol() ?? '') : '';
  socket.destroy();
  if (error === undefined) return { step: 'tls', result: 'ok', detail };
  const line = failure('tls', error);
  return { ...line, side: line.problem === 'tls_client_refused' ? 'console' : 'hub' };
};

/** The way to the hub and, for `mqtts` and `wss`, TLS; ends with the first failure. `url` is one that `isLinkUrl` accepts. */
export const tryToReach = async (hub: HubConfig): Promise<readonly HubTestLine[]> => {
  const way: Way = { ...placeOf(hub.url), proxy: hub.proxy };
  const lines = await tryWay(way);
  const { protocol } = new URL(hub.url);
  const isSecure = protocol === 'mqtts:' || protocol === 'wss:';
  return isSecure && lines.every(({ result }) => result === 'ok') ? [...lines, await tryTls(way, hub)] : lines;
};
