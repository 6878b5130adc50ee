import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isConsoleId, type ConsoleId } from '../fleet/ids.ts';
import { readTextIfExists, writeFileAtomically } from '../platform/atomic-file.ts';

/** Where everything of one console lives. The demo has a folder of its own: it never mixes with a real fleet. */
export interface Profile {
  readonly dir: string;
  readonly settingsFile: string;
  readonly consoleFile: string;
  /** Chromium's own state: cache, lock of the single instance. */
  readonly browserDir: string;
  readonly fleetDir: string;
  readonly demoDir: string;
}

/** The profile in `dir`; nothing is created. */
export const profileAt = (dir: string): Profile => {
  const root = resolve(dir);
  return {
    dir: root,
    settingsFile: join(root, 'settings.json'),
    consoleFile: join(root, 'console.json'),
    browserDir: join(root, 'browser'),
    fleetDir: join(root, 'fleet'),
    demoDir: join(root, 'demo'),
  };
};

/** Creates the folders, readable by their owner only: the database holds positions and contacts of sites. */
export const createProfileDirs = (profile: Profile): void => {
  for (const dir of [profile.dir, profile.browserDir, profile.fleetDir, profile.demoDir])
    mkdirSync(dir, { recursive: true, mode: 0o700 });
};

/**
 * The console's id, kept for the life of the profile (contract §6: operation ids and MQTT client ids build on it). It
 * stands in a file of its own, so that broken settings never cost the identity.
 */
export const keepConsoleId = (profile: Profile): ConsoleId => {
  const stored = readConsoleId(profile.consoleFile);
  if (stored !== undefined) return stored;
  const fresh = randomBytes(4).toString('hex') as ConsoleId;
  writeFileAtomically(profile.consoleFile, `${JSON.stringify({ v: 1, id: fresh })}\n`);
  return fresh;
};

const readConsoleId = (file: string): ConsoleId | undefined => {
  try {
    const body: unknown = JSON.parse(readTextIfExists(file) ?? 'null');
    const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
    return isConsoleId(id) ? id : undefined;
  } catch {
    return undefined;
  }
};
