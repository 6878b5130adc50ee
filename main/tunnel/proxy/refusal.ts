import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Reason phrases of what this proxy itself answers. */
const REASONS = { 400: 'Bad Request', 403: 'Forbidden', 407: 'Proxy Authentication Required', 502: 'Bad Gateway' } as const;
export type RefusalStatus = keyof typeof REASONS;

const CHALLENGE = 'Basic realm="site console"';

const headersOf = (status: RefusalStatus, length: number): Record<string, string> => ({
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Length': String(length),
  'Cache-Control': 'no-store',
  ...(status === 407 ? { 'Proxy-Authenticate': CHALLENGE } : {}),
});

/** Answers with one of a few fixed short bodies: the code alone, for which the window has words. */
export const refuse = (to: ServerResponse, status: RefusalStatus, code: string): void => {
  const body = `${code}\n`;
  to.writeHead(status, REASONS[status], headersOf(status, body.length));
  to.end(body);
};

/** The same where the parser has let go of the connection. */
export const refuseRaw = (to: Duplex, status: RefusalStatus, code: string): void => {
  const body = `${code}\n`;
  const headers = { ...headersOf(status, body.length), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  to.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join('')}\r\n${body}`);
};
