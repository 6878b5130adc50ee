import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ANA, BEN, NOW, operation, operationSetArbitrary, reordered, setOf } from '../testing/desk-operations.ts';
import { foldOperations, handlingOf, refusedOf } from './fold-operations.ts';
import { compareOperations } from './operations.ts';

const RUNS = { seed: 304, numRuns: 1_000 };

test('FS-304: equal sets fold equally, whatever the order of their keys', () => {
  fc.assert(
    fc.property(operationSetArbitrary, (set) => {
      assert.deepEqual(foldOperations(reordered(set)), foldOperations(set));
      assert.deepEqual(handlingOf(reordered(set), NOW), handlingOf(set, NOW));
    }),
    RUNS,
  );
});

test('FS-306: the take or assign with the greatest n owns, not the one with the greatest ts', () => {
  const set = setOf({
    'aaaaaaaa-1': operation(1, 'take', { by: 'ana', ts: NOW + 9 }),
    'bbbbbbbb-1': operation(2, 'assign', { by: 'ben', to: 'dora', saw: 'aaaaaaaa-1', ts: NOW }),
    'bbbbbbbb-2': operation(3, 'ack', { by: 'ben' }),
  });
  assert.deepEqual(handlingOf(set, NOW), { owner: { by: 'dora', console: BEN, ts: NOW }, acked: true, notes: 0 });
});

test('FS-306: after a release nobody owns', () => {
  const set = setOf({ 'aaaaaaaa-1': operation(1, 'take'), 'aaaaaaaa-2': operation(2, 'release', { saw: 'aaaaaaaa-1' }) });
  assert.deepEqual(handlingOf(set, NOW), { acked: false, notes: 0 });
});

test('FS-307: of two takes that saw the same, the lesser is refused and names the winner', () => {
  const set = setOf({
    'aaaaaaaa-1': operation(1, 'take', { by: 'ana' }),
    'bbbbbbbb-1': operation(1, 'take', { by: 'ben' }),
  });
  const folded = foldOperations(set);
  assert.equal(folded.owner?.by, 'ben');
  assert.deepEqual(
    refusedOf(folded, ANA).map(({ id, winner }) => [id, winner.id]),
    [['aaaaaaaa-1', 'bbbbbbbb-1']],
  );
  assert.deepEqual(refusedOf(folded, BEN), []);
});

test('FS-307: a refused take stays refused after later ones, and a replaced one is not refused', () => {
  const set = setOf({
    'aaaaaaaa-1': operation(1, 'take'),
    'bbbbbbbb-1': operation(1, 'take'),
    'aaaaaaaa-2': operation(2, 'take', { saw: 'bbbbbbbb-1' }),
  });
  const refused = foldOperations(set).refused.map(({ id, winner }) => [id, winner.id]);
  assert.deepEqual(refused, [['aaaaaaaa-1', 'bbbbbbbb-1']]);
});

test('FS-307: two takes that saw the same never both stand', () => {
  fc.assert(
    fc.property(operationSetArbitrary, (set) => {
      const { refused, undone } = foldOperations(set);
      const lost = new Set([...refused.map(({ id }) => id), ...undone]);
      const standing = Object.entries(set.ops).filter(([id, { kind }]) => kind === 'take' && !lost.has(id));
      const seen = standing.map(([id, operation]) => {
        const before = operation.saw === undefined ? undefined : set.ops[operation.saw];
        const earlier = before && compareOperations({ id: operation.saw ?? '', operation: before }, { id, operation }) < 0;
        return earlier ? operation.saw : 'nobody';
      });
      assert.equal(new Set(seen).size, seen.length);
    }),
    RUNS,
  );
});

test('FS-308: operations that saw each other, or themselves, end the chain', () => {
  const loop = setOf({
    'aaaaaaaa-1': operation(1, 'take', { saw: 'bbbbbbbb-1' }),
    'bbbbbbbb-1': operation(2, 'take', { saw: 'aaaaaaaa-1' }),
  });
  assert.equal(foldOperations(loop).ownership?.id, 'bbbbbbbb-1');
  const forward = setOf({ 'aaaaaaaa-1': operation(2, 'take', { saw: 'aaaaaaaa-1' }), 'bbbbbbbb-1': operation(1, 'take') });
  assert.deepEqual(
    foldOperations(forward).refused.map(({ id }) => id),
    ['bbbbbbbb-1'],
  );
});

test('FS-308: an operation that claims to have seen a later one does not carry the chain there', () => {
  const set = setOf({
    'cccccccc-1': operation(3, 'take', { saw: 'aaaaaaaa-1' }),
    'bbbbbbbb-1': operation(2, 'take'),
    'aaaaaaaa-1': operation(1, 'take', { saw: 'bbbbbbbb-1' }),
  });
  assert.deepEqual(
    foldOperations(set).refused.map(({ id }) => id),
    ['bbbbbbbb-1'],
  );
});

test('FS-309: an undo removes its operation, whichever of the two is greater', () => {
  const undo = operation(1, 'undo', { of: 'aaaaaaaa-1' });
  const set = setOf({ 'bbbbbbbb-1': operation(1, 'take', { by: 'ben' }), 'aaaaaaaa-1': operation(2, 'take'), 'aaaaaaaa-2': undo });
  assert.equal(foldOperations(set).owner?.by, 'ben');
  assert.deepEqual(foldOperations(set).refused, []);
});

test('FS-309: an undo cannot be undone', () => {
  const set = setOf({
    'aaaaaaaa-1': operation(1, 'ack'),
    'aaaaaaaa-2': operation(2, 'undo', { of: 'aaaaaaaa-1' }),
    'aaaaaaaa-3': operation(3, 'undo', { of: 'aaaaaaaa-2' }),
  });
  assert.equal(handlingOf(set, NOW).acked, false);
  assert.deepEqual([...foldOperations(set).undone], ['aaaaaaaa-1']);
});

test('FS-310: an operation of an unknown kind changes nothing in the fold', () => {
  fc.assert(
    fc.property(operationSetArbitrary, (set) => {
      const more = { ...set, ops: { ...set.ops, 'aaaaaaaa-99': operation(9, 'grab_hold', { to: 'eve', rev: 9, until_ts: NOW + 99 }) } };
      assert.deepEqual(handlingOf(more, NOW), handlingOf(set, NOW));
      assert.deepEqual(foldOperations(more), foldOperations(set));
    }),
    RUNS,
  );
});

test('FS-311: the last snooze holds, until its end', () => {
  const set = setOf({
    'aaaaaaaa-1': operation(1, 'snooze', { until_ts: NOW + 60_000 }),
    'aaaaaaaa-2': operation(2, 'snooze', { until_ts: NOW + 30_000 }),
  });
  assert.equal(handlingOf(set, NOW).snoozedUntilTs, NOW + 30_000);
  assert.equal(handlingOf(set, NOW + 29_999).snoozedUntilTs, NOW + 30_000);
  assert.equal(handlingOf(set, NOW + 30_000).snoozedUntilTs, undefined);
});

test('FS-312: a resolve hides up to the greatest revision that anyone resolved', () => {
  const set = setOf({ 'aaaaaaaa-1': operation(1, 'resolve', { rev: 7 }), 'bbbbbbbb-1': operation(2, 'resolve', { rev: 5 }) });
  assert.equal(handlingOf(set, NOW).resolvedRev, 7);
});

test('notes are counted without those undone', () => {
  const set = setOf({
    'aaaaaaaa-1': operation(1, 'note', { text: 'called the site' }),
    'aaaaaaaa-2': operation(2, 'note', { text: 'wrong site' }),
    'aaaaaaaa-3': operation(3, 'undo', { of: 'aaaaaaaa-2' }),
  });
  assert.equal(handlingOf(set, NOW).notes, 1);
  assert.deepEqual(
    foldOperations(set).notes.map(({ text }) => text),
    ['called the site'],
  );
});
