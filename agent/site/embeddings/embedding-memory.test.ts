import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { silentLog } from '../../../platform/log.ts';
import { createEmbeddingFile } from './embedding-memory.ts';

test('a file of memory that is damaged is none, and a disk that refuses is no fault of the agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-vectors-'));
  const path = join(folder, 'embeddings.json');
  const file = createEmbeddingFile(path, silentLog());
  assert.equal(file.load(), undefined);
  for (const text of ['', '{', '{"v":1}', '{"v":2,"seq":0,"nvrs":[]}']) {
    writeFileSync(path, text);
    assert.equal(file.load(), undefined);
  }
  assert.ok(file.save({ v: 1, seq: 7, nvrs: [] }));
  assert.deepEqual(file.load(), { v: 1, seq: 7, nvrs: [] });
  rmSync(folder, { recursive: true });
  assert.equal(file.save({ v: 1, seq: 8, nvrs: [] }), false);
});
