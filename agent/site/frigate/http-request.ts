import http from 'node:http';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { HttpFault } from './http-answer.ts';

/*
 * One bounded HTTP request: in time, in size, and to the certificate that the settings pin. A connection of its own each:
 * the certificate is judged before the first byte is sent.
 */

export interface HttpTarget {
  readonly url: URL;
  /** PEM: an authority, or the self-signed certificate itself. */
  readonly ca?: string;
  /** SHA-256 fingerprint of the certificate, hex with or without colons. */
  readonly sha256?: string;
}

export interface HttpAsk {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole answer. */
  readonly limitMs: number;
  readonly maxBytes: number;
}

export type RawAnswer =
  | { readonly ok: true; readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: Uint8Array }
  | { readonly ok: false; readonly fault: HttpFault };

const bare = (fingerprint: string): string => fingerprint.replaceAll(':', '').toUpperCase();

const fingerprintsOf = (pem: string): ReadonlySet<string> => {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return new Set(blocks.map((block) => block.replace(/-----[^-]+-----|\s/g, '')));
};

/** A certificate that stands in the file itself is known by its bytes: its name need not be that of the address. */
const isPinned = (socket: tls.TLSSocket, { ca, sha256 }: HttpTarget): boolean => {
  const peer = socket.getPeerCertificate();
  if (sha256 !== undefined) return peer.fingerprint256 !== undefined && bare(peer.fingerprint256) === bare(sha256);
  return socket.authorized || (ca !== undefined && peer.raw !== undefined && fingerprintsOf(ca).has(peer.raw.toString('base64')));
};

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** The TLS connection once its certificate was judged, or why there is none. */
const secure = (target: HttpTarget, onFault: (fault: HttpFault) => void, onSocket: (socket: Socket) => void): tls.TLSSocket => {
  const host = hostOf(target.url);
  const socket = tls.connect({
    host,
    port: Number(target.url.port || 443),
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(target.ca === undefined ? {} : { ca: target.ca }),
    // Judged below, before anything is sent.
    rejectUnauthorized: false,
  });
  socket.once('error', () => onFault('unreachable'));
  socket.once('secureConnect', () => {
    if (isPinned(socket, target)) return onSocket(socket);
    onFault('certificate');
    socket.destroy();
  });
  return socket;
};

const collect = (response: http.IncomingMessage, maxBytes: number, settle: (answer: RawAnswer) => void): void => {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) settle({ ok: false, fault: 'huge' });
    else chunks.push(chunk);
  });
  response.once('error', () => settle({ ok: false, fault: 'half' }));
  response.once('close', () => {
    if (!response.complete) return settle({ ok: false, fault: 'half' });
    settle({ ok: true, status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
  });
};

const send = (target: HttpTarget, ask: HttpAsk, socket: Socket | undefined, settle: (answer: RawAnswer) => void): http.ClientRequest => {
  const request = http.request({
    host: hostOf(target.url),
    port: Number(target.url.port || (socket ? 443 : 80)),
    method: ask.method,
    path: ask.path,
    headers: { host: target.url.host, connection: 'close', ...ask.headers, ...(ask.body === undefined ? {} : { 'content-length': Buffer.byteLength(ask.body) }) },
    // Without an agent the connection given is the one that is used.
    ...(socket ? { createConnection: () => socket } : { agent: false }),
  });
  let isConnected = socket !== undefined;
  request.once('socket', (used) => used.once('connect', () => (isConnected = true)));
  request.on('error', () => settle({ ok: false, fault: isConnected ? 'half' : 'unreachable' }));
  request.once('response', (response) => collect(response, ask.maxBytes, settle));
  request.end(ask.body);
  return request;
};

/** Asks once. Never rejects, and always answers within `limitMs`. */
export const requestOnce = (target: HttpTarget, ask: HttpAsk): Promise<RawAnswer> =>
  new Promise((resolve) => {
    let end: (() => void) | undefined;
    let isSettled = false;
    const settle = (answer: RawAnswer): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      resolve(answer);
      end?.();
    };
    const timer = setTimeout(() => settle({ ok: false, fault: 'slow' }), ask.limitMs);
    const go = (socket?: Socket): void => {
      const request = send(target, ask, socket, settle);
      end = () => request.destroy();
    };
    try {
      if (target.url.protocol === 'http:') return go();
      const socket = secure(target, (fault) => settle({ ok: false, fault }), go);
      end ??= () => socket.destroy();
    } catch {
      // A file that is no certificate, an address that is none.
      settle({ ok: false, fault: 'settings' });
    }
  });
