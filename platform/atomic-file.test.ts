import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTextIfExists, writeFileAtomically } from './atomic-file.ts';

test('FS-414: a file is replaced whole or not at all, and no draft stays behind', () => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-file-'));
  const path = join(dir, 'a.json');
  try {
    assert.equal(readTextIfExists(path), undefined);
    writeFileAtomically(path, 'one');
    writeFileAtomically(path, 'two');
    assert.equal(readTextIfExists(path), 'two');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.throws(() => writeFileAtomically(join(dir, 'missing', 'a.json'), 'x'));
    // A directory in the way of the rename: the write fails, the draft is gone.
    mkdirSync(join(dir, 'b.json'));
    assert.throws(() => writeFileAtomically(join(dir, 'b.json'), 'x'));
    assert.deepEqual(readdirSync(dir), ['a.json', 'b.json']);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
