import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { withLock } from './lock.ts';

const lockIn = (t: TestContext): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'one.lock');
};

test('what is locked is done by one at a time', async (t) => {
  const file = lockIn(t);
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, (inside += 1));
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
  assert.equal(most, 1);
  assert.equal(fs.existsSync(file), false);
});

test('the lock of a process that is gone is taken over', async (t) => {
  const file = lockIn(t);
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  fs.writeFileSync(file, String(pid));
  assert.equal(await withLock(file, () => Promise.resolve('done')), 'done');
});
