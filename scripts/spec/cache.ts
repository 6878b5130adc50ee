import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SpecMutation } from './mutation.ts';

/*
 * Hashes of mutations that were killed. What a mutation depends on has not changed where its hash is the same, so it need not
 * run again. Each clone keeps its own; the record in the repository spares a fresh clone the run of all of them.
 */

const RECORD = 'scripts/spec/killed.json';

const cacheFile = (root: string): string => path.join(root, 'node_modules', '.cache', 'fleet-spec.json');

const readHashes = async (file: string): Promise<string[]> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as string[];
  } catch {
    return [];
  }
};

const asText = (hashes: Iterable<string>): string => `${JSON.stringify([...new Set(hashes)].sort(), null, 1)}\n`;

/** Of this clone and of the repository. */
export const readKilled = async (root: string): Promise<Set<string>> =>
  new Set([...(await readHashes(cacheFile(root))), ...(await readHashes(path.join(root, RECORD)))]);

export const writeKilled = async (root: string, hashes: Iterable<string>): Promise<void> => {
  await mkdir(path.dirname(cacheFile(root)), { recursive: true });
  await writeFile(cacheFile(root), asText(hashes));
};

/** The repository's record, for a commit. */
export const writeRecord = (root: string, hashes: Iterable<string>): Promise<void> => writeFile(path.join(root, RECORD), asText(hashes));

/** Changes with the rule's text, the mutation, the file it changes and the test that must see it. */
export const hashOf = async (root: string, ruleText: string, mutation: SpecMutation): Promise<string> => {
  const hash = createHash('sha256').update(ruleText).update(JSON.stringify(mutation));
  for (const file of [mutation.file, mutation.test]) hash.update(await readFile(path.join(root, file)).catch(() => 'absent'));
  return hash.digest('hex').slice(0, 32);
};
