import { request, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { ConsoleProxy } from '../../../fleet/tunnel/process.ts';

/* What a view does with its proxy, by hand. */

export const basic = ({ user, password }: Pick<ConsoleProxy, 'user' | 'password'>): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer;
  /** Instead of the proxy's own. */
  readonly credentials?: string | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** One request through the proxy, sent off; whoever wants an answer listens. */
export const sendOff = (proxy: ConsoleProxy, url: string, asked: Asked = {}): ClientRequest => {
  const { credentials = basic(proxy), method = 'GET' } = asked;
  const login = credentials === null ? {} : { 'Proxy-Authorization': credentials };
  const headers = { Host: 'set-by-the-page.test', ...asked.headers, ...login };
  const sent = request({ host: '127.0.0.1', port: proxy.port, path: url, method, headers, agent: false });
  sent.on('error', () => undefined);
  sent.end(asked.body);
  return sent;
};

/** The answer's stream, as soon as its headers are there. */
export const ask = (proxy: ConsoleProxy, url: string, asked?: Asked): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    sendOff(proxy, url, asked).once('response', resolve).once('error', reject);
  });

export const read = async (proxy: ConsoleProxy, url: string, asked?: Asked): Promise<Answered> => {
  const response = await ask(proxy, url, asked);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode = 0, headers, rawHeaders } = response;
  return { status: statusCode, headers, rawHeaders, body: Buffer.concat(chunks) };
};

/** Sends text as it is, answers what comes until `until` or the end. */
export const sayRaw = async (proxy: ConsoleProxy, text: string, until?: string): Promise<{ socket: Socket; heard: string }> => {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(text);
  let heard = '';
  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      heard += chunk.toString('latin1');
      if (until !== undefined && heard.includes(until)) done();
    };
    const done = (): void => {
      socket.off('data', onData);
      socket.pause();
      resolve();
    };
    socket.on('data', onData).once('end', done).once('error', reject);
  });
  return { socket, heard };
};

/** A CONNECT through the proxy, and what it answered. */
export const connectTo = (proxy: ConsoleProxy, authority: string, credentials = basic(proxy)): Promise<{ socket: Socket; heard: string }> =>
  sayRaw(proxy, `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: ${credentials}\r\n\r\n`, '\r\n\r\n');
