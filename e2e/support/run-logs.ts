import { createWriteStream, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/*
 * What consoles and brokers of a run say, in a file each, so that a failure can show the last of it.
 */

const LAST_LINES = 15;

const folder = (): string | undefined => {
  const run = process.env['BLOCAO_E2E_FOLDER'];
  return run === undefined ? undefined : join(run, 'logs');
};

/** `name` is that of the process; one file for each that is started. Answers how to write a line of one's own. */
export const keepLog = (name: string, streams: readonly (Readable | null)[]): ((line: string) => void) => {
  const into = folder();
  if (into === undefined) return () => undefined;
  mkdirSync(into, { recursive: true });
  const file = createWriteStream(join(into, `${Date.now()}-${name}.log`), { flags: 'a' });
  for (const stream of streams) stream?.on('data', (chunk: Buffer) => file.write(chunk));
  return (line) => void file.write(`${line}\n`);
};

/** The last lines of what was written since `sinceMs`, epoch. */
export const lastOfLogs = (sinceMs: number): string => {
  const into = folder();
  if (into === undefined) return '';
  let names: string[] = [];
  try {
    names = readdirSync(into).sort();
  } catch {
    // Nothing was started yet.
  }
  const paths = names.map((name) => join(into, name)).filter((path) => statSync(path).mtimeMs >= sinceMs);
  return paths.map((path) => `last lines of ${path.split('-').at(-1)}:\n${tail(readFileSync(path, 'utf8'))}\n`).join('');
};

const tail = (text: string): string => text.trimEnd().split('\n').slice(-LAST_LINES).map((line) => `  ${line.slice(0, 400)}`).join('\n');
