import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { answerApi } from './frigate-api.ts';
import type { ApiUsers } from './frigate-api.ts';
import type { FrigateTruth } from './frigate-truth.ts';

/*
 * STAND-IN, test code: Frigate's HTTP on a real port, port 8971 with log-in or port 5000 without, and the ways in which it
 * fails.
 */

/** `slow`: no answer. `half`: the connection ends in the middle. `huge`: more than anybody wants. A number: that status. */
export type ServerFault = 'slow' | 'half' | 'huge' | number;

export interface FrigateServer {
  readonly url: string;
  /** Requests by path without query. */
  readonly asked: Map<string, number>;
  fault: ServerFault | undefined;
  close(): Promise<void>;
}

export interface FrigateServerOptions {
  readonly users?: ApiUsers;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly nowS?: () => number;
}

const HUGE_CHUNK = Buffer.alloc(262_144, 0x20);

const fail = (fault: ServerFault, response: http.ServerResponse): void => {
  if (typeof fault === 'number') return void response.writeHead(fault).end('no');
  if (fault === 'half') {
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('[{"id":');
    return void setImmediate(() => response.socket?.destroy());
  }
  if (fault === 'slow') return;
  response.writeHead(200);
  const more = (): void => {
    while (!response.destroyed && response.write(HUGE_CHUNK));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

/** Listens on a free loopback port. */
export const startFrigateServer = async (truth: FrigateTruth, options: FrigateServerOptions = {}): Promise<FrigateServer> => {
  const { users, tls, nowS = () => Date.now() / 1_000 } = options;
  const asked = new Map<string, number>();
  let fault: ServerFault | undefined;
  const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (fault !== undefined) return fail(fault, response);
      const { cookie } = request.headers;
      const reply = answerApi(truth, users, { method: request.method ?? '', url: request.url ?? '', body, ...(cookie === undefined ? {} : { cookie }) }, nowS());
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  };
  const server = tls ? https.createServer(tls, handle) : http.createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    get fault() {
      return fault;
    },
    set fault(next) {
      fault = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** One user, role viewer. */
export const viewer = (sessionS = 86_400): ApiUsers => ({ user: 'fleet', password: 'correct-horse-battery', sessionS, sessions: new Map(), logins: 0 });
