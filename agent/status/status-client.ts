import { request } from 'node:http';
import { join } from 'node:path';
import type { SiteStatus } from './site-status.ts';
import type { Language } from './words.ts';

/*
 * How `status` and `doctor` ask the running agent.
 */

const LIMIT_MS = 5_000;
const MAX_BYTES = 1_048_576;

export type Asked = { readonly ok: true; readonly status: SiteStatus } | { readonly ok: false; readonly reason: 'not_running' | 'no_right' | 'bad_answer' | 'no_broker' };

export const statusSocket = (dataDir: string): string => join(dataDir, 'agent.sock');

const reasonOf = (error: Error): Asked => {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return { ok: false, reason: 'no_right' };
  return { ok: false, reason: code === 'ENOENT' || code === 'ECONNREFUSED' ? 'not_running' : 'bad_answer' };
};

const parse = (text: string): Asked => {
  try {
    return { ok: true, status: JSON.parse(text) as SiteStatus };
  } catch {
    return { ok: false, reason: 'bad_answer' };
  }
};

const ask = (socketPath: string, method: 'GET' | 'POST', path: string, language: Language = 'en'): Promise<Asked> =>
  new Promise((resolve) => {
    const outgoing = request({ socketPath, method, path, timeout: LIMIT_MS, headers: { host: 'localhost', 'accept-language': language } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < MAX_BYTES) text += chunk;
      });
      response.on('end', () => resolve(response.statusCode === 503 ? { ok: false, reason: 'no_broker' } : parse(text)));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', (error) => resolve(reasonOf(error)));
    outgoing.end();
  });

/** Problems are told in `language`. */
export const askStatus = (dataDir: string, language?: Language): Promise<Asked> => ask(statusSocket(dataDir), 'GET', '/status.json', language);

/** Makes the agent tell headquarters who it is; the code in the answer is of that very message. */
export const askCheckIn = (dataDir: string): Promise<Asked> => ask(statusSocket(dataDir), 'POST', '/check-in');
