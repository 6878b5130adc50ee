import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isRunning } from './running.ts';

/**
 * What was fetched or built once for this user, shared by all clones. Everything in it may be deleted at any time and
 * is checked against a hash before use.
 */
export const cacheFolder = path.join(
  process.env['XDG_CACHE_HOME'] ?? process.env['LOCALAPPDATA'] ?? path.join(os.homedir(), '.cache'),
  'blocao-fleet-console',
);

/** Hash of a file's content in the given encoding, read as a stream. */
export async function hashFile(
  file: string,
  algorithm: 'sha256' | 'sha512',
  encoding: 'hex' | 'base64',
): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest(encoding);
}

/** True when the file exists and has that sha256 (hex). */
export async function isFileIntact(file: string, sha256: string): Promise<boolean> {
  return fs.existsSync(file) && (await hashFile(file, 'sha256', 'hex')) === sha256;
}

/**
 * Runs `work` with a fresh folder inside the cache (same file system, so that a rename into the cache is atomic), and
 * removes the folder afterwards. Removes, too, what a killed process left: a build in there may be some hundred MB.
 */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>, cache = cacheFolder): Promise<T> {
  fs.mkdirSync(cache, { recursive: true });
  for (const name of fs.readdirSync(cache)) {
    if (isLeftBehind(name)) fs.rmSync(path.join(cache, name), { recursive: true, force: true });
  }
  const folder = path.join(cache, `scratch-${process.pid}-${randomUUID()}`);
  fs.mkdirSync(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A scratch folder names its process; one that names none is of an older version. */
function isLeftBehind(name: string): boolean {
  const pid = /^scratch-(?:(\d+)-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(name);
  return pid !== null && (pid[1] === undefined || !isRunning(Number(pid[1])));
}
