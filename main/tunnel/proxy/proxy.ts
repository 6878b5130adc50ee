import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { parseAbsolute, parseAuthority, targetKey } from '../../../fleet/tunnel/allow-list.ts';
import type { ConsoleProxy } from '../../../fleet/tunnel/process.ts';
import { join } from './connect.ts';
import { createCredentials } from './credentials.ts';
import { forward } from './forward.ts';
import { refuse, refuseRaw } from './refusal.ts';
import { SiteAgent, type SiteAgents, type SiteDial } from './site-agent.ts';

export interface SiteProxy {
  readonly access: ConsoleProxy;
  /** Requests that were refused: a target of somewhere else, wrong credentials, no request of a proxy. */
  readonly refused: () => number;
  readonly close: () => Promise<void>;
}

export interface SiteProxyParts {
  /** Keys of the only targets (`allowedTargets`). */
  readonly allowed: ReadonlySet<string>;
  readonly dial: SiteDial;
}

const MAX_HEADER_BYTES = 32_768;
const MAX_HEADERS = 200;
/** Chromium opens at most 128 WebSockets through one proxy, and six other connections per host. */
const MAX_CONNECTIONS = 256;
const HEADERS_TIMEOUT_MS = 10_000;
/** Without credentials a request's body is thrown away, but not for ever. */
const UNPROVEN_BODY_MS = 5_000;

/**
 * The loopback proxy of one opened console, for its view alone: random credentials, one list of targets, no way but the
 * tunnel. Requests in absolute form and CONNECT; Node's parser reads them.
 */
export const startProxy = async (parts: SiteProxyParts): Promise<SiteProxy> => {
  const credentials = createCredentials();
  const agents = { kept: new SiteAgent(parts.dial, true), fresh: new SiteAgent(parts.dial, false) };
  const open = new Set<Duplex>();
  let refused = 0;
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.maxHeadersCount = MAX_HEADERS;
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  serve(server, { ...parts, agents, fits: credentials.fits, onRefused: () => (refused += 1) });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { user, password } = credentials;
  return {
    access: { port: (server.address() as AddressInfo).port, user, password },
    refused: () => refused,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      for (const agent of [agents.kept, agents.fresh]) agent.destroy();
      await closed;
    },
  };
};

interface Service extends SiteProxyParts {
  readonly agents: SiteAgents;
  readonly fits: (header: string | undefined) => boolean;
  readonly onRefused: () => void;
}

const serve = (server: Server, { allowed, dial, agents, fits, onRefused }: Service): void => {
  const proven = ({ headers }: IncomingMessage): boolean => {
    const header = headers['proxy-authorization'];
    if (fits(header)) return true;
    // Without any a browser asks what is wanted; wrong ones are somebody else's.
    if (header !== undefined) onRefused();
    return false;
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!proven(request)) return refuseUnproven(request, response);
    const target = parseAbsolute(request.url ?? '');
    if (target !== undefined && allowed.has(targetKey(target))) return forward(request, response, target, agents);
    onRefused();
    request.resume();
    return target === undefined ? refuse(response, 400, 'not_a_proxy_request') : refuse(response, 403, 'target_not_allowed');
  });
  server.on('connect', (request: IncomingMessage, page: Duplex, head: Buffer) => {
    page.on('error', () => page.destroy());
    if (!proven(request)) return refuseRaw(page, 407, 'proxy_login_required');
    const target = parseAuthority(request.url ?? '');
    if (target === undefined || !allowed.has(targetKey(target))) {
      onRefused();
      return refuseRaw(page, 403, 'target_not_allowed');
    }
    return void dial(target.host, target.port).then((dialled) => {
      if (!dialled.ok) return refuseRaw(page, 502, dialled.code);
      if (page.destroyed) return void dialled.stream.destroy();
      return join(page, dialled.stream, head);
    });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) refuseRaw(socket, 400, 'bad_request');
    else socket.destroy();
  });
};

const refuseUnproven = (request: IncomingMessage, response: ServerResponse): void => {
  request.resume();
  refuse(response, 407, 'proxy_login_required');
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, UNPROVEN_BODY_MS);
  request.once('close', () => clearTimeout(timer));
};
