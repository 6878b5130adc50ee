import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SpecMutation } from './mutation.ts';

const SPEC = 'docs/fleet-spec.md';
const MUTATIONS = 'scripts/spec-mutations';
const ROOMS = ['fleet', 'platform', 'main', 'agent', 'renderer', 'scripts', 'e2e', 'bench'];
const RULE = /^- \*\*(FS-\d+)\*\* (.+)$/;
const QUOTED = /\b(FS-\d+):/g;
/** A rule ends with where it comes from. */
const SOURCE = /\((?:contract|architecture|issue)[^()]*\)\.?$/;

export interface SpecRule {
  readonly id: string;
  readonly text: string;
}

/** What the specification, the tests and the mutations say of each other. */
export interface Spec {
  readonly rules: ReadonlyMap<string, SpecRule>;
  /** Test files by the rule that a title in them quotes. */
  readonly tests: ReadonlyMap<string, ReadonlySet<string>>;
  readonly mutations: readonly SpecMutation[];
  /** Contradictions, each a line for the reader. */
  readonly problems: readonly string[];
}

const readRules = (text: string, problems: string[]): Map<string, SpecRule> => {
  const rules = new Map<string, SpecRule>();
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const [, id, first] = RULE.exec(line) ?? [];
    if (id !== undefined && first !== undefined) {
      if (rules.has(id)) problems.push(`${id} stands twice in ${SPEC}`);
      rules.set(id, { id, text: first });
      open = id;
    } else if (open !== undefined && line.startsWith('  ')) {
      rules.set(open, { id: open, text: `${rules.get(open)?.text ?? ''} ${line.trim()}` });
    } else open = undefined;
  }
  for (const { id, text: rule } of rules.values()) {
    if (!SOURCE.test(rule)) problems.push(`${id} names no source, e.g. (contract §6)`);
  }
  return rules;
};

const testFiles = async (root: string): Promise<string[]> => {
  const listed = await Promise.all(
    ROOMS.map(async (room) => {
      const entries = await readdir(path.join(root, room), { recursive: true }).catch(() => []);
      return entries.map((entry) => path.posix.join(room, ...entry.split(path.sep)));
    }),
  );
  return listed.flat().filter((file) => /\.(?:test|spec)\.tsx?$/.test(file) && !file.includes('node_modules'));
};

const readTests = async (root: string): Promise<Map<string, Set<string>>> => {
  const tests = new Map<string, Set<string>>();
  for (const file of await testFiles(root)) {
    const text = await readFile(path.join(root, file), 'utf8');
    for (const [, id = ''] of text.matchAll(QUOTED)) tests.set(id, (tests.get(id) ?? new Set()).add(file));
  }
  return tests;
};

const readMutations = async (root: string): Promise<SpecMutation[]> => {
  const folder = path.join(root, MUTATIONS);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const modules = await Promise.all(
    files.map(async (file) => {
      const module: { mutations?: readonly SpecMutation[] } = await import(pathToFileURL(path.join(folder, file)).href);
      return module;
    }),
  );
  return modules.flatMap(({ mutations }) => mutations ?? []);
};

/** Reads rules, test titles and mutations of a clone and holds them against each other. */
export const readSpec = async (root: string): Promise<Spec> => {
  const problems: string[] = [];
  const rules = readRules(await readFile(path.join(root, SPEC), 'utf8'), problems);
  const [tests, mutations] = await Promise.all([readTests(root), readMutations(root)]);
  for (const id of rules.keys()) {
    if (!tests.has(id)) problems.push(`${id} has no test: no title contains "${id}:"`);
    if (!mutations.some(({ rule }) => rule === id)) problems.push(`${id} has no mutation in ${MUTATIONS}/`);
  }
  for (const [id, files] of tests) {
    if (!rules.has(id)) problems.push(`${[...files].join(', ')} quotes ${id}, which ${SPEC} does not have`);
  }
  for (const { rule, test } of mutations) {
    if (!rules.has(rule)) problems.push(`a mutation names ${rule}, which ${SPEC} does not have`);
    else if (!tests.get(rule)?.has(test)) problems.push(`the mutation of ${rule} names ${test}, which does not quote it`);
  }
  return { rules, tests, mutations, problems };
};
