// The one entry of every npm script: `node scripts/run.mjs <task> [arguments]`.
// Runs on any Node from 20 on with nothing installed: brings node_modules to the lock, then hands the task's TypeScript
// to the pinned Node 24, which runs it as it is.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24 } from './setup/node24.mjs';
import { ensureNpmPackages } from './setup/npm-packages.mjs';
import { SetUpProblem, step } from './setup/step.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [task = 'setup', ...args] = process.argv.slice(2);

try {
  await step('npm packages', () => ensureNpmPackages(root));
  runTask(node24(root));
} catch (error) {
  if (!(error instanceof SetUpProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** @param {string} node */
function runTask(node) {
  const PATH = [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env['PATH']].join(path.delimiter);
  const script = path.join(root, 'scripts', `${task}.ts`);
  const child = spawn(node, [script, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, PATH } });
  // Ctrl-C reaches the child by the terminal; other requests to end are passed on. The child decides when to go.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  endWithNpm(child);
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (os.constants.signals[signal ?? 'SIGKILL'] ?? 0);
  });
}

/**
 * A signal to npm ends npm and its shell and never comes here: when that shell is gone, the task ends too.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithNpm(child) {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const shell = process.ppid;
  const watch = () => void (process.ppid === shell || child.kill('SIGTERM'));
  setInterval(watch, 1_000).unref();
}
