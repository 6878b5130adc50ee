import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SpecMutation } from './mutation.ts';
import { makeScratch, removeScratch, runTests, writeScratch } from './scratch.ts';
import type { TestRun } from './scratch.ts';

const WORKERS = 2;

/** `killed`: the rule's test failed, as it must. Otherwise the line for the reader. */
export type MutationOutcome =
  | { readonly mutation: SpecMutation; readonly killed: true }
  | { readonly mutation: SpecMutation; readonly killed: false; readonly problem: string };

const occurrences = (text: string, find: string): number => text.split(find).length - 1;

const describe = ({ rule, file, find }: SpecMutation): string => `${rule} (${file}: ${JSON.stringify(find)})`;

const judge = (mutation: SpecMutation, run: TestRun): MutationOutcome => {
  if (run.failed.has(mutation.rule) || run.timedOut) return { mutation, killed: true };
  const how = run.passed.has(mutation.rule)
    ? 'survives: its test still passes'
    : `breaks the file instead of the rule:\n${run.output.slice(-2_000)}`;
  return { mutation, killed: false, problem: `${describe(mutation)} ${how}` };
};

const runOne = async (scratch: string, mutation: SpecMutation): Promise<MutationOutcome> => {
  const text = await readFile(path.join(scratch, mutation.file), 'utf8').catch(() => '');
  const found = occurrences(text, mutation.find);
  if (found !== 1) return { mutation, killed: false, problem: `${describe(mutation)} matches ${found} times instead of once` };
  await writeScratch(scratch, mutation.file, text.replace(mutation.find, () => mutation.replace));
  try {
    return judge(mutation, await runTests(scratch, mutation.test, `${mutation.rule}:`, 'broken'));
  } finally {
    await writeScratch(scratch, mutation.file, text);
  }
};

const runBaseline = async (scratch: string, test: string, rules: readonly string[]): Promise<string[]> => {
  const run = await runTests(scratch, test, `(?:${rules.join('|')}):`, 'kept');
  return rules
    .filter((rule) => !run.passed.has(rule))
    .map((rule) => `${test}: the test of ${rule} fails without any mutation\n${run.output.slice(-2_000)}`);
};

const inParallel = async <T, R>(root: string, items: readonly T[], work: (scratch: string, item: T) => Promise<R>): Promise<R[]> => {
  const queue = [...items];
  const results: R[] = [];
  const worker = async (): Promise<void> => {
    const scratch = await makeScratch(root);
    try {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await work(scratch, item));
    } finally {
      await removeScratch(scratch);
    }
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, items.length) }, worker));
  return results;
};

/** Runs each mutation's test first as the file is, then with the mutation; two at a time, in copies of the clone. */
export const runMutations = async (
  root: string,
  mutations: readonly SpecMutation[],
): Promise<{ outcomes: MutationOutcome[]; problems: string[] }> => {
  const byTest = new Map<string, SpecMutation[]>();
  for (const mutation of mutations) byTest.set(mutation.test, [...(byTest.get(mutation.test) ?? []), mutation]);
  const baselines = await inParallel(root, [...byTest], (scratch, [test, group]) =>
    runBaseline(scratch, test, [...new Set(group.map(({ rule }) => rule))]),
  );
  const outcomes = await inParallel(root, mutations, runOne);
  const survivals = outcomes.flatMap((outcome) => (outcome.killed ? [] : [outcome.problem]));
  return { outcomes, problems: [...baselines.flat(), ...survivals] };
};
