import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { root } from '../paths.ts';
import { runQuietly } from '../setup/command.ts';

const support = (name: string): string => JSON.stringify(path.join(root, 'platform', name));

/** Runs a test file of these lines as the suites do. */
const reportOf = async (t: TestContext, limitMs: number, lines: readonly string[]): Promise<{ code: number; output: string }> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-reporter-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'one.test.ts');
  const imports = [
    "import { test } from 'node:test';",
    `import { noteLog } from ${support('evidence.test-support.ts')};`,
    `import { waitFor } from ${support('wait-for.test-support.ts')};`,
  ];
  fs.writeFileSync(file, [...imports, ...lines].join('\n'));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const reporter = `--test-reporter=${path.join(import.meta.dirname, 'reporter.mjs')}`;
  return runQuietly(process.execPath, [reporter, file], { env: { ...env, BLOCAO_TEST_FILE_LIMIT_MS: String(limitMs) } });
};

test('suites: a failure shows what was there instead and the last lines of child processes, a summary names it', async (t) => {
  const { output } = await reportOf(t, 60_000, [
    "noteLog('broker', () => 'refused by peer\\n');",
    "test('hears', () => waitFor(() => 'three, has 2', () => false, 10));",
  ]);
  assert.match(output, /✖ hears .*\n.*waited 10 ms in vain: three, has 2/);
  assert.match(output, /last lines of broker:\n {2}refused by peer/);
  assert.match(output, /@counts .*"failures":\["hears: waited 10 ms in vain: three, has 2"\]/);
});

test('suites: a file that hangs ends by itself and says what it waits for', async (t) => {
  // Long enough for a busy machine to come to the test.
  const { code, output } = await reportOf(t, 10_000, ["test('hangs', () => waitFor('what never comes', () => false));"]);
  assert.equal(code, 1);
  assert.match(output, /still running: hangs\nwaiting for \d+ s: what never comes/);
});
