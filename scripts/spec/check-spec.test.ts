import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { readSpec } from './rules.ts';
import { runMutations } from './run-mutations.ts';

/* A clone of three files. Numbers are put together here, else this file would quote rules that the specification lacks. */

const quote = (n: number): string => `FS-${n}${':'}`;
const rule = (n: number, source = ' (contract §6)'): string => `- **FS-${n}** It is two.${source}\n`;
const PRODUCT = 'export const two = (): number => 2;\nexport const three = (): number => 3;\n';
const TESTS = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { three, two } from './a.ts';
test('${quote(1)} two is two', () => assert.equal(two(), 2));
test('${quote(2)} three is a number', () => assert.equal(typeof three(), 'number'));
`;

interface Parts {
  readonly rules?: string;
  readonly tests?: string;
  readonly mutations?: readonly object[];
}

const mutation = (n: number, find: string, replace: string): object => ({
  rule: `FS-${n}`, file: 'fleet/a.ts', find, replace, test: 'fleet/a.test.ts',
}); // prettier-ignore

const cloneFor = (t: TestContext, { rules = rule(1), tests = TESTS.replace(/^test.*number.*\n/m, ''), mutations = [mutation(1, '=> 2', '=> 9')] }: Parts): string => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'fleet-spec-test-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['docs', 'fleet', 'scripts/spec-mutations', 'node_modules']) mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(root, 'docs/fleet-spec.md'), rules);
  writeFileSync(path.join(root, 'fleet/a.ts'), PRODUCT);
  writeFileSync(path.join(root, 'fleet/a.test.ts'), tests);
  writeFileSync(path.join(root, 'scripts/spec-mutations/a.ts'), `export const mutations = ${JSON.stringify(mutations)};`);
  return root;
};

const problemsOf = async (root: string): Promise<readonly string[]> => (await readSpec(root)).problems;

test('a rule with its source, its test and its mutation is no problem', async (t) => {
  const root = cloneFor(t, {});
  const { problems, mutations } = await readSpec(root);
  assert.deepEqual(problems, []);
  assert.deepEqual((await runMutations(root, mutations)).problems, []);
  assert.equal(readFileSync(path.join(root, 'fleet/a.ts'), 'utf8'), PRODUCT);
});

test('a rule without source, test or mutation is told', async (t) => {
  const problems = await problemsOf(cloneFor(t, { rules: rule(1) + rule(2, '') }));
  assert.equal(problems.length, 3);
  assert.ok(problems.every((problem) => problem.startsWith('FS-2 ')));
});

test('a number that stands twice is told', async (t) => {
  assert.match((await problemsOf(cloneFor(t, { rules: rule(1) + rule(1) }))).join(), /FS-1 stands twice/);
});

test('a title that quotes an unknown rule is told', async (t) => {
  assert.match((await problemsOf(cloneFor(t, { tests: TESTS }))).join(), /a\.test\.ts quotes FS-2/);
});

test('a mutation that its test survives, or that no longer applies, is told', async (t) => {
  const root = cloneFor(t, {
    rules: rule(1) + rule(2),
    tests: TESTS,
    mutations: [mutation(1, '=> 9', '=> 8'), mutation(1, '=>', '=> 1 +'), mutation(2, '=> 3', '=> 4')],
  });
  const { mutations } = await readSpec(root);
  const { problems, outcomes } = await runMutations(root, mutations);
  assert.ok(outcomes.every(({ killed }) => !killed));
  assert.match(problems.join('\n'), /matches 0 times/);
  assert.match(problems.join('\n'), /matches 2 times/);
  assert.match(problems.join('\n'), /FS-2 .* survives/);
});

test('a mutation that breaks the file proves nothing, and is told', async (t) => {
  const root = cloneFor(t, { mutations: [mutation(1, '=> 2;', '=> {;')] });
  const { problems } = await runMutations(root, (await readSpec(root)).mutations);
  assert.match(problems.join('\n'), /breaks the file/);
});

test('a test that fails without any mutation is told', async (t) => {
  const root = cloneFor(t, { tests: TESTS.replace('two(), 2', 'two(), 5').replace(/^test.*number.*\n/m, '') });
  const { problems } = await runMutations(root, (await readSpec(root)).mutations);
  assert.match(problems.join('\n'), /fails without any mutation/);
});
