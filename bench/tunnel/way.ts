import { readdirSync, readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { cpuMsOf } from '../runtime/cpu-time.ts';

/** One way from this process to a site's server: through a client's proxy, or plainly over loopback. */
export interface Way {
  readonly name: string;
  /** From the start of the client's process until a site could be asked. */
  readonly startMs: number;
  /** A new connection each time, by HTTP; the site is `a` or `b`. */
  readonly get: (site: 'a' | 'b', path: string) => Promise<IncomingMessage>;
  /** CPU time of the client's processes so far, ms. 0 for loopback. */
  readonly cpuMs: () => number;
  /** Resident memory of the client's processes, MB. */
  readonly memoryMb: () => number;
  readonly close: () => Promise<void>;
}

/** One that brings no byte for so long is given up. */
const SILENCE_MS = 15_000;

export const ask = (port: number, path: string, headers: Readonly<Record<string, string>> = {}, silenceMs = SILENCE_MS): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, agent: false, timeout: silenceMs });
    sent.once('timeout', () => sent.destroy(new Error(`${path}: no byte for ${silenceMs} ms`)));
    sent.once('error', reject);
    sent.once('response', (response) => {
      if (response.statusCode === 200) return resolve(response);
      response.destroy();
      reject(new Error(`${path}: status ${response.statusCode}`));
    });
    sent.end();
  });

/** Bytes of the body; `onPiece` hears of each piece. */
export const drain = async (response: IncomingMessage, onPiece?: () => void): Promise<number> => {
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length;
    onPiece?.();
  }
  return bytes;
};

/** A process and what it has started. */
export const familyOf = (pid: number): number[] => {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      return readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
      return [];
    }
  });
  return [pid, ...children.flatMap(familyOf)];
};

export const familyCpuMs = (pid: number): number => familyOf(pid).reduce((sum, one) => sum + cpuMsOf(one), 0);

export const familyMemoryMb = (pid: number): number =>
  familyOf(pid).reduce((sum, one) => {
    const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1];
    return sum + Number(resident ?? 0) / 1_024;
  }, 0);
