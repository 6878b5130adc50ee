import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Test code: where the fixtures stand. Tests run from source and as bundles elsewhere in the tree, so the place is looked
 * for upwards.
 */

const fixturesFrom = (folder: string): string => {
  const candidate = path.join(folder, 'e2e', 'fixtures');
  if (existsSync(path.join(candidate, 'hostile', 'INDEX.json'))) return candidate;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('e2e/fixtures is not above this file');
  return fixturesFrom(parent);
};

export const FIXTURES = fixturesFrom(path.dirname(fileURLToPath(import.meta.url)));

/** The sources of this room, also for tests that run as bundles. */
export const FLEET = path.join(FIXTURES, '..', '..', 'fleet');

/** One case of hostile/INDEX.json. */
export interface HostileCase {
  readonly file: string;
  readonly bytes: number;
  readonly topic: string;
  readonly why: string;
  readonly expect: string;
}

export const hostileFile = (name: string): string => path.join(FIXTURES, 'hostile', name);

export const hostileCases = (): readonly HostileCase[] => JSON.parse(readFileSync(hostileFile('INDEX.json'), 'utf8'));
