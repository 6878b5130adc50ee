import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'dist', 'out', 'test-results', 'playwright-report', '.git']);
/** As the suites themselves: a rule that is kept must not seem broken on a busy machine. */
const KEPT = { limitMs: 300_000, env: {} };
/** What a broken rule lets wait in vain costs no minute each. */
const BROKEN = { limitMs: 60_000, env: { BLOCAO_TEST_WAIT_MS: '30000' } };

/** A copy of the clone's sources with its own files and the clone's packages; the working tree is never touched. */
export const makeScratch = async (root: string): Promise<string> => {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'fleet-spec-'));
  for (const entry of await readdir(root)) {
    if (!LEFT_OUT.has(entry)) await cp(path.join(root, entry), path.join(scratch, entry), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(scratch, 'node_modules'));
  return scratch;
};

export const removeScratch = (scratch: string): Promise<void> => rm(scratch, { recursive: true, force: true });

export const writeScratch = (scratch: string, file: string, text: string): Promise<void> =>
  writeFile(path.join(scratch, file), text);

/** How the tests went that quote rules; a test that never ended counts as failed, one that never ran is absent. */
export interface TestRun {
  readonly passed: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly timedOut: boolean;
  readonly output: string;
}

const readTap = (output: string): { passed: Set<string>; failed: Set<string> } => {
  const passed = new Set<string>();
  const failed = new Set<string>();
  for (const [, not, title = ''] of output.matchAll(/^\s*(not )?ok \d+ - (.*)$/gm)) {
    for (const [, id = ''] of title.matchAll(/\b(FS-\d+):/g)) (not === undefined ? passed : failed).add(id);
  }
  for (const id of failed) passed.delete(id);
  return { passed, failed };
};

/** Runs those tests of one file whose titles match, by this Node. */
export const runTests = (scratch: string, file: string, pattern: string, rule: 'kept' | 'broken'): Promise<TestRun> =>
  new Promise((resolve, reject) => {
    const args = ['--test', '--test-reporter=tap', `--test-name-pattern=${pattern}`, file];
    // Inside a test run the variable would make the child report to that run instead of to us.
    const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
    const { limitMs, env: more } = rule === 'kept' ? KEPT : BROKEN;
    const env = { ...inherited, ...more };
    // A group of its own: a mutation may loop for ever in the process that --test starts, and must not outlive us.
    const child = spawn(process.execPath, args, { cwd: scratch, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = (): void => stopGroup(child);
    process.on('exit', stop);
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      stop();
    }, limitMs);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(limit);
      process.off('exit', stop);
      resolve({ ...readTap(output), timedOut, output });
    });
  });

const stopGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
};
