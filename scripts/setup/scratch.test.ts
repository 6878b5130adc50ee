import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { withScratchFolder } from './cache.ts';

test('what a killed build left in the cache goes with the next one; what a living process has there stays', async (t) => {
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'cache-'));
  t.after(() => fs.rmSync(cache, { recursive: true, force: true }));
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  const names = [`scratch-${gone}-${randomUUID()}`, `scratch-${randomUUID()}`, `scratch-${process.ppid}-${randomUUID()}`, 'go-build', 'scratch-of-somebody'];
  for (const name of names) fs.mkdirSync(path.join(cache, name, 'inner'), { recursive: true });
  const during = await withScratchFolder((folder) => {
    assert.ok(fs.existsSync(folder));
    return Promise.resolve(fs.readdirSync(cache));
  }, cache);
  assert.equal(during.length, 4);
  assert.deepEqual(fs.readdirSync(cache).sort(), names.slice(2).sort());
});
