import { hashOf, readKilled, writeKilled, writeRecord } from './cache.ts';
import type { SpecMutation } from './mutation.ts';
import { readSpec } from './rules.ts';
import { runMutations } from './run-mutations.ts';

export interface SpecCheck {
  /** Also the mutations whose rule, file and test are as they were when they were killed last. */
  readonly all: boolean;
  /** Only these rules; empty: every rule. */
  readonly only: readonly string[];
  /** Write the repository's record of what was killed. */
  readonly record: boolean;
}

/**
 * Holds docs/fleet-spec.md, test titles and mutations against each other, and runs the mutations. Prints the result; true
 * where every rule has a test, every quoted rule exists and every mutation that was run is killed.
 */
export const checkSpec = async (root: string, { all, only, record }: SpecCheck): Promise<boolean> => {
  const { rules, tests, mutations, problems } = await readSpec(root);
  const hashes = new Map<SpecMutation, string>();
  for (const mutation of mutations) {
    hashes.set(mutation, await hashOf(root, rules.get(mutation.rule)?.text ?? '', mutation));
  }
  const hashOfKnown = (mutation: SpecMutation): string => hashes.get(mutation) ?? '';
  const known = await readKilled(root);
  const asked = mutations.filter(({ rule }) => rules.has(rule) && (only.length === 0 || only.includes(rule)));
  const due = asked.filter((mutation) => all || only.length > 0 || !known.has(hashOfKnown(mutation)));
  const run = await runMutations(root, due);

  const killed = run.outcomes.filter((outcome) => outcome.killed).map(({ mutation }) => hashOfKnown(mutation));
  const survived = new Set(run.outcomes.filter((outcome) => !outcome.killed).map(({ mutation }) => hashOfKnown(mutation)));
  // Read again: another run of this check may have written meanwhile.
  const proven = new Set([...(await readKilled(root)), ...killed]);
  const current = [...hashes.values()].filter((hash) => proven.has(hash) && !survived.has(hash));
  await writeKilled(root, current);
  if (record) await writeRecord(root, current);
  const found = [...problems, ...run.problems];
  for (const problem of found) console.error(problem);
  const tested = [...rules.keys()].filter((id) => tests.has(id)).length;
  const skipped = asked.length - due.length;
  console.log(
    `${rules.size} rules, ${tested} with tests, ${killed.length} mutations killed` +
      (skipped > 0 ? `, ${skipped} unchanged since they were killed` : ''),
  );
  return found.length === 0;
};
