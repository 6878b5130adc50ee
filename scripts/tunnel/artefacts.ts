import fs from 'node:fs';
import path from 'node:path';
import { hashFile } from '../setup/cache.ts';
import { SetUpProblem } from '../setup/step.mjs';
import { buildIntoCache, buildsFolder, infoName, type BuildInfo } from './build.ts';
import { withLock } from '../setup/lock.ts';
import { programs, type ProgramName } from './programs.ts';
import { tunnelKey } from './source-hash.ts';
import { tunnelFolder, writeTunnelStatus } from './status.ts';

/** Absolute paths in dist/tunnel. */
export interface TunnelArtefacts extends Readonly<Record<ProgramName, string>> {
  readonly wasmExec: string;
}

/**
 * The built tunnel client and its fixture: from dist/tunnel, else from the user's cache, else built. Waits for another
 * process that is at it. Throws a SetUpProblem with Go's own words where it cannot be built.
 */
export async function tunnelArtefacts(): Promise<TunnelArtefacts> {
  const ready = readyArtefacts();
  if (ready) return ready;
  const key = tunnelKey();
  await withLock(path.join(buildsFolder, `${key}.lock`), async () => {
    if (readyArtefacts()) return;
    writeTunnelStatus({ state: 'building', sinceMs: Date.now() });
    try {
      if (!(await isIntact(path.join(buildsFolder, key)))) await buildIntoCache(key);
      copyToClone(key);
      writeTunnelStatus({ state: 'ready' });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      writeTunnelStatus({ state: 'failed', reason: lastLineOf(words) });
      throw new SetUpProblem(`The tunnel client could not be built: ${words}`);
    }
  });
  return placesIn(tunnelFolder);
}

/** Compilers and installers say last what went wrong; the header of the app has room for one line. */
function lastLineOf(words: string): string {
  const lines = words.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '') ?? 'for no reason that was given';
}

/** What lies in dist/tunnel if it is of the present source; quick enough for every start. */
export function readyArtefacts(): TunnelArtefacts | undefined {
  const stamp = path.join(tunnelFolder, '.key');
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== tunnelKey()) return undefined;
  const complete = Object.entries(infoIn(tunnelFolder)?.artefacts ?? {}).every(
    ([name, { bytes }]) => fs.statSync(path.join(tunnelFolder, name), { throwIfNoEntry: false })?.size === bytes,
  );
  return complete ? placesIn(tunnelFolder) : undefined;
}

function placesIn(folder: string): TunnelArtefacts {
  const places = Object.fromEntries(programs.map(({ name, file }) => [name, path.join(folder, file)]));
  return { ...(places as Record<ProgramName, string>), wasmExec: path.join(folder, 'wasm_exec.js') };
}

/** The build's own description; undefined where there is none. */
export function infoIn(folder: string): BuildInfo | undefined {
  const file = path.join(folder, infoName);
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as BuildInfo) : undefined;
}

async function isIntact(folder: string): Promise<boolean> {
  const info = infoIn(folder);
  if (!info) return false;
  for (const [name, { sha256 }] of Object.entries(info.artefacts)) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file) || (await hashFile(file, 'sha256', 'hex')) !== sha256) return false;
  }
  return true;
}

/** File by file by rename: a program that runs keeps the file it was started from. */
function copyToClone(key: string): void {
  const from = path.join(buildsFolder, key);
  fs.mkdirSync(tunnelFolder, { recursive: true });
  for (const name of fs.readdirSync(from)) {
    const scratch = path.join(tunnelFolder, `.new-${name}`);
    fs.copyFileSync(path.join(from, name), scratch);
    fs.renameSync(scratch, path.join(tunnelFolder, name));
  }
  fs.writeFileSync(path.join(tunnelFolder, '.key'), key);
  const now = new Date();
  fs.utimesSync(from, now, now);
}
