import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANA, BEN } from '../testing/desk-operations.ts';
import { MAX_LAMPORT } from '../wire/parts.ts';
import { compareWriters, mergeLastWriter, nextLamport } from './last-writer.ts';
import { LAST_WRITER } from './sync.ts';

const version = (n: number, console: typeof ANA, state = 'adopted') => ({ n, console, state });

test('FS-330: the greatest n wins, then the greatest console, in either order; the loser is handed out', () => {
  const pairs = [
    [version(1, BEN), version(2, ANA)],
    [version(2, ANA), version(2, BEN)],
    [version(2, ANA, 'adopted'), version(2, ANA, 'ignored')],
  ] as const;
  for (const [lesser, greater] of pairs) {
    assert.deepEqual(mergeLastWriter(lesser, greater), { document: greater, loser: lesser });
    assert.deepEqual(mergeLastWriter(greater, lesser), { document: greater, loser: lesser });
    assert.deepEqual(LAST_WRITER.merge(greater, lesser), greater);
    assert.deepEqual(LAST_WRITER.merge(lesser, greater), greater);
  }
});

test('the same version twice has no loser', () => {
  assert.deepEqual(mergeLastWriter(version(1, ANA), version(1, ANA)), { document: version(1, ANA) });
  assert.deepEqual(mergeLastWriter(undefined, version(1, ANA)), { document: version(1, ANA) });
  assert.equal(compareWriters(version(1, ANA), version(1, ANA)), 0);
});

test('the next version is one above the known one, up to the bound', () => {
  assert.equal(nextLamport(undefined), 1);
  assert.equal(nextLamport(version(4, ANA)), 5);
  assert.equal(nextLamport(version(MAX_LAMPORT, ANA)), MAX_LAMPORT);
});
