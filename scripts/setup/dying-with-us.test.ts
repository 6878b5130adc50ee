import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { isRunning } from './running.ts';

const own = path.join(import.meta.dirname, 'dying-with-us.ts');
const launcher = `
  import { spawn } from 'node:child_process';
  import { dyingWithUs } from ${JSON.stringify(own)};
  const child = spawn(...dyingWithUs('sleep', ['600']), { stdio: 'ignore', detached: true });
  process.stdout.write(String(child.pid));
  setInterval(() => {}, 1_000);
`;

/** It has ended, and in a container perhaps nobody asks how. */
const isLeftToReap = (pid: number): boolean => {
  const file = `/proc/${pid}/status`;
  return fs.existsSync(file) && /^State:\s+Z/m.test(fs.readFileSync(file, 'utf8'));
};

test('what a launcher started ends with it, even when it is killed', { skip: process.platform !== 'linux' }, async () => {
  const started = spawn(process.execPath, ['--input-type=module', '-e', launcher], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(started.stdout, 'data')) as [Buffer];
  const child = Number(said.toString());
  assert.ok(isRunning(child));
  started.kill('SIGKILL');
  await waitFor('the end of the child', () => !isRunning(child) || isLeftToReap(child));
});
