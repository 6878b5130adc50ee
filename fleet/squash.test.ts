import assert from 'node:assert/strict';
import test from 'node:test';
import { diffRecords, isEmptyTableDelta } from './diff.ts';
import type { CounterRecord } from './model/notice.ts';
import type { FleetDelta } from './delta.ts';
import { isEmptyDelta, squashDeltas } from './squash.ts';

const record = (n: number): CounterRecord => ({ id: 'a', n, lastTs: 0 });
const added = (n: number): FleetDelta => ({ counters: { added: { a: record(n) }, updated: {}, removed: [] } });
const updated = (n: number): FleetDelta => ({ counters: { added: {}, updated: { a: record(n) }, removed: [] } });
const removed: FleetDelta = { counters: { added: {}, updated: {}, removed: ['a'] } };

test('FS-256: added then updated is added; added then removed is nothing; removed then added is updated', () => {
  assert.deepEqual(squashDeltas(added(1), updated(2)), added(2));
  assert.deepEqual(squashDeltas(added(1), removed), {});
  assert.deepEqual(squashDeltas(removed, added(3)), updated(3));
  assert.deepEqual(squashDeltas(updated(1), removed), removed);
  assert.deepEqual(squashDeltas(updated(1), updated(2)), updated(2));
  assert.ok(isEmptyDelta(squashDeltas({}, {})));
});

test('FS-257: two tables differ by what was added, changed by value, and removed', () => {
  const before = { a: record(1), b: record(1), c: record(1) };
  const after = { a: { ...record(1) }, b: record(2), d: record(1) };
  assert.deepEqual(diffRecords(before, after), { added: { d: record(1) }, updated: { b: record(2) }, removed: ['c'] });
  assert.ok(isEmptyTableDelta(diffRecords(before, { ...before })));
});
