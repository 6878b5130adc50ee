import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Log } from '../../platform/log.ts';
import type { SiteStatus } from './site-status.ts';
import { languageFrom } from './words.ts';
import type { Language } from './words.ts';
import { PAGE_STYLE, contentSecurityPolicy, statusPage } from './status-page.ts';

/*
 * Two doors to the same status: a page that anybody on this router may read, and a socket in the agent's own directory, by
 * which `status` and `doctor` ask. Only the socket takes the one order there is: to check in at headquarters.
 */

export interface StatusServerOptions {
  readonly status: (language: Language) => SiteStatus;
  /** Makes the agent tell headquarters who it is; false without a connection to the broker. */
  readonly checkIn: () => boolean;
  readonly socket: string;
  /** Absent: no page. */
  readonly page?: { readonly host: string; readonly port: number };
  readonly log: Log;
}

export interface StatusServer {
  /** Port of the page, once it listens. */
  readonly port: number | undefined;
  stop(): Promise<void>;
}

const POLICY = contentSecurityPolicy(createHash('sha256').update(PAGE_STYLE).digest('base64'));
const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { ...HEADERS, 'content-type': `${type}; charset=utf-8` });
  response.end(body);
};

const hostOf = (header: string): string | undefined => (URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : undefined);

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const isAddress = (host: string): boolean => /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])$/.test(host);

/**
 * A page elsewhere may let its own name point here (DNS rebinding); its requests then carry that name. Addresses can't be
 * rebound, so they pass where the page is open to the network.
 */
export const isKnownHost = (header: string | undefined, listensAt: string): boolean => {
  const host = hostOf(header ?? '');
  if (host === undefined) return false;
  if (LOOPBACK.includes(host)) return true;
  return !LOOPBACK.includes(listensAt) && (isAddress(host) || host === listensAt);
};

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

const languageOf = ({ headers }: IncomingMessage): Language => languageFrom(headers['accept-language']);

const servePage = ({ status }: StatusServerOptions, request: IncomingMessage, response: ServerResponse, listensAt: string): void => {
  if (!isKnownHost(request.headers.host, listensAt)) return answer(response, 421, 'text/plain', 'Ask for this page by its address.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'text/plain', 'This page can only be read.\n');
  const path = pathOf(request);
  const language = languageOf(request);
  if (path === '/') return answer(response, 200, 'text/html', statusPage(status(language), language));
  if (path === '/status.json') return answer(response, 200, 'application/json', `${JSON.stringify(status(language), undefined, 2)}\n`);
  return answer(response, 404, 'text/plain', 'There is only /\n');
};

const serveSocket = ({ status, checkIn }: StatusServerOptions, request: IncomingMessage, response: ServerResponse): void => {
  const path = pathOf(request);
  const language = languageOf(request);
  if (request.method === 'GET' && path === '/status.json') return answer(response, 200, 'application/json', JSON.stringify(status(language)));
  if (request.method === 'POST' && path === '/check-in') return answer(response, checkIn() ? 200 : 503, 'application/json', JSON.stringify(status(language)));
  return answer(response, 404, 'text/plain', 'unknown\n');
};

const limited = (server: Server, log: Log, what: string): Server => {
  server.maxConnections = 32;
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.keepAliveTimeout = 1_000;
  // A taken port must not keep the site from reporting.
  server.on('error', (error) => log.warn('status not served', { what, error }));
  return server;
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Listens at once; what cannot be listened to is logged, and the agent goes on without. */
export const startStatusServer = (options: StatusServerOptions): StatusServer => {
  const { socket, page, log } = options;
  rmSync(socket, { force: true });
  const local = limited(createServer((request, response) => serveSocket(options, request, response)), log, socket);
  local.listen(socket, () => chmodSync(socket, 0o600));
  const open = page && limited(createServer((request, response) => servePage(options, request, response, page.host)), log, 'page');
  if (page) open?.listen(page.port, page.host);
  return {
    get port() {
      const address = open?.address();
      return typeof address === 'object' && address !== null ? address.port : undefined;
    },
    stop: async () => {
      await Promise.all([close(local), ...(open ? [close(open)] : [])]);
    },
  };
};
