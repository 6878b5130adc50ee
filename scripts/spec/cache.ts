import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SpecMutation } from './mutation.ts';

/** Hashes of the mutations that were killed last time; what they depend on has not changed where the hash is the same. */
export type KilledHashes = Set<string>;

const cacheFile = (root: string): string => path.join(root, 'node_modules', '.cache', 'fleet-spec.json');

export const readCache = async (root: string): Promise<KilledHashes> => {
  try {
    return new Set(JSON.parse(await readFile(cacheFile(root), 'utf8')) as string[]);
  } catch {
    return new Set();
  }
};

export const writeCache = async (root: string, hashes: Iterable<string>): Promise<void> => {
  await mkdir(path.dirname(cacheFile(root)), { recursive: true });
  await writeFile(cacheFile(root), JSON.stringify([...hashes].sort()));
};

/** Changes with the rule's text, the mutation, the file it changes and the test that must see it. */
export const hashOf = async (root: string, ruleText: string, mutation: SpecMutation): Promise<string> => {
  const hash = createHash('sha256').update(ruleText).update(JSON.stringify(mutation));
  for (const file of [mutation.file, mutation.test]) hash.update(await readFile(path.join(root, file)).catch(() => 'absent'));
  return hash.digest('hex');
};
