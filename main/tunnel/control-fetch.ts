import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { rootCertificates } from 'node:tls';

interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}

interface FetchAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

export type ControlFetch = (url: string, options?: FetchOptions) => Promise<FetchAnswer>;

const TIMEOUT_MS = 20_000;
const MAX_BODY_BYTES = 4_194_304;

/** As much of `fetch` as the client needs for the control server's key; unlike Node's own it takes a private CA. */
export const controlFetch = (ca: string | undefined): ControlFetch => {
  const roots = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  return (address, { method = 'GET', headers = {}, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const options = { method, headers, timeout: TIMEOUT_MS, agent: false as const, ...(signal ? { signal } : {}) };
      const sent = url.protocol === 'https:' ? requestTls(url, { ...options, ...roots }) : requestPlain(url, options);
      sent.on('timeout', () => sent.destroy(new Error('timeout')));
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_BODY_BYTES) sent.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        response.on('end', () => {
          const { statusCode: status = 0, statusMessage: statusText = '' } = response;
          const whole = new Uint8Array(Buffer.concat(chunks));
          resolve({ status, statusText, arrayBuffer: () => Promise.resolve(whole.buffer) });
        });
      });
      sent.end(body);
    });
};
