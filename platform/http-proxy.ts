import { request } from 'node:http';
import type { Socket } from 'node:net';
import { findProblem, type LinkProblem } from './mqtt-problem.ts';

/** A proxy of the customer's network that lets connections out by HTTP CONNECT. `url`: `http://host:port`, without login. */
export interface HttpProxy {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

export type TunnelOutcome = { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly problem: LinkProblem };

export interface Tunnel {
  /** Never rejects. */
  readonly opened: Promise<TunnelOutcome>;
  /** Gives up where it is still being opened. */
  cancel(): void;
}

const AUTHENTICATION_REQUIRED = 407;
const DEFAULT_PORT = 80;

/** What a network's proxy answered: its login, or its rules about where one may go. */
const refusal = (status: number): LinkProblem => ({
  code: status === AUTHENTICATION_REQUIRED ? 'proxy_login' : 'proxy_refused',
  text: `the proxy answered ${status}`,
});

const unreachable = (error: unknown): LinkProblem => ({ code: 'proxy_unreachable', text: `the proxy: ${findProblem(error).text}` });

const withBrackets = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Asks the proxy for a way to `host:port`; the socket then carries whatever the caller speaks with that host. */
export const openTunnel = ({ url, user, password }: HttpProxy, host: string, port: number, timeoutMs: number): Tunnel => {
  const proxy = new URL(url);
  const authority = `${withBrackets(host)}:${port}`;
  const login = user === undefined ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
  const asked = request({
    ...{ host: proxy.hostname.replace(/^\[|\]$/g, ''), port: proxy.port === '' ? DEFAULT_PORT : Number(proxy.port) },
    ...{ method: 'CONNECT', path: authority, headers: { Host: authority, ...login }, agent: false, timeout: timeoutMs },
  });
  const opened = new Promise<TunnelOutcome>((resolve) => {
    asked.once('connect', (response, socket, head) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        socket.destroy();
        return resolve({ ok: false, problem: refusal(status) });
      }
      socket.setTimeout(0);
      if (head.length > 0) socket.unshift(head);
      resolve({ ok: true, socket: socket as Socket });
    });
    asked.once('timeout', () => asked.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    asked.on('error', (error) => resolve({ ok: false, problem: unreachable(error) }));
  });
  asked.end();
  return { opened, cancel: () => void asked.destroy() };
};
