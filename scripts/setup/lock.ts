import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from './running.ts';

const lookEveryMs = 300;

/**
 * Runs `work` while no other process does so under the same name: two builds of one thing would only slow each other
 * down. What a killed process left is taken over.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  while (!take(file)) await delay(lookEveryMs);
  const release = (): void => fs.rmSync(file, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function take(file: string): boolean {
  // The name appears together with its content, so that nobody reads an empty lock.
  const own = `${file}-${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch {
    if (isAbandoned(file)) fs.rmSync(file, { force: true });
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function isAbandoned(file: string): boolean {
  try {
    return !isRunning(Number(fs.readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}
