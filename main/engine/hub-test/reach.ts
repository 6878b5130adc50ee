import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { HubConfig } from '../../../fleet/ipc.ts';
import type { HubTestLine } from '../../../fleet/model/hub-test.ts';
import { findProblem } from '../../../platform/mqtt-problem.ts';

/** Longer than three lost SYN packets, shorter than an operator's patience. */
const PATIENCE_MS = 8_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883, 'ws:': 80, 'wss:': 443 };

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

const tryTls = async (host: string, port: number, { ca, cert, key }: HubConfig): Promise<HubTestLine> => {
  let socket: TLSSocket;
  try {
    const own = { ...(ca ? { ca } : {}), ...(cert && key ? { cert, key } : {}) };
    socket = connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), rejectUnauthorized: true, ...own });
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

/** Name, TCP and, for `mqtts` and `wss`, TLS; ends with the first failure. `url` is one that `isLinkUrl` accepts. */
export const tryToReach = async (hub: HubConfig): Promise<readonly HubTestLine[]> => {
  const { protocol, hostname, port } = new URL(hub.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const portNumber = port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port);
  const steps = [() => tryName(host), () => tryTcp(host, portNumber)];
  if (protocol === 'mqtts:' || protocol === 'wss:') steps.push(() => tryTls(host, portNumber, hub));
  const lines: HubTestLine[] = [];
  for (const step of steps) {
    const line = await step();
    lines.push(line);
    if (line.result === 'failed') break;
  }
  return lines;
};
