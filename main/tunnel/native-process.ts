import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson } from './client-words.ts';
import { readLines } from './json-lines.ts';

export type CoreLine = Readonly<Record<string, unknown>>;

export interface CoreProcess {
  readonly pid: number | undefined;
  readonly send: (line: CoreLine) => void;
  /** Path of the local socket that it is to make; empty: loopback TCP (Windows). */
  readonly socket: string;
  /** Asks it to end, kills it when it does not; settles when it is gone. */
  readonly end: () => Promise<void>;
}

const STOP_TIMEOUT_MS = 3_000;
const LONGEST_WORDS = 300;

/**
 * Starts `tunnelcore`. Secrets go through its stdin alone: nothing of them stands on the command line or in its environment.
 * It ends when its stdin closes, and with this process therefore.
 */
export const startCore = (
  program: string,
  onLine: (line: CoreLine) => void,
  onExit: (text: string) => void,
): CoreProcess => {
  const folder = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'blocao-t-'));
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'pipe'], env: cleanEnvironment(), windowsHide: true });
  let lastWords = '';
  const gone = new Promise<void>((resolve) => {
    const over = (text: string): void => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      onExit(text);
      resolve();
    };
    child.once('error', (error) => over(`the client cannot be started: ${error.message}`));
    child.once('close', (code, signal) => over(`the client ended with ${signal ?? String(code)}${lastWords}`));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    lastWords = panicOf(chunk.toString('utf8')) ?? lastWords;
  });
  child.stdin.on('error', () => undefined);
  readLines(child.stdout, (line) => onLine(readJson(line) ?? {}), () => child.kill('SIGKILL'));
  return {
    pid: child.pid,
    send: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    socket: folder === undefined ? '' : join(folder, 's'),
    end: async () => {
      child.stdin.end(`${JSON.stringify({ cmd: 'stop' })}\n`);
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await gone;
      clearTimeout(timer);
    },
  };
};

/** What Go itself needs: roots, temporary files, and on Windows the system's folders. */
const KEPT = ['HOME', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'SYSTEMROOT', 'WINDIR', 'USERPROFILE', 'TEMP', 'TMP', 'APPDATA', 'LOCALAPPDATA'];
const cleanEnvironment = (): Record<string, string> => {
  const env: Record<string, string> = { TS_NO_LOGS_NO_SUPPORT: 'true' };
  for (const name of KEPT) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
};

/** The first line of a Go panic. */
const panicOf = (words: string): string | undefined => {
  const found = /^(?:panic|fatal error): .*$/m.exec(words);
  return found === null ? undefined : `: ${found[0].slice(0, LONGEST_WORDS)}`;
};
