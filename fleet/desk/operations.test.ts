import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '../canonical-json.ts';
import { EXP_TS, operation, operationSetArbitrary, reordered, setOf } from '../testing/desk-operations.ts';
import { compareOperations, isExpired, mergeOperations, orderedOperations } from './operations.ts';

const RUNS = { seed: 300, numRuns: 1_000 };
const bytes = canonicalJson;

test('FS-300: merge is commutative, associative and idempotent', () => {
  fc.assert(
    fc.property(operationSetArbitrary, operationSetArbitrary, operationSetArbitrary, (a, b, c) => {
      assert.equal(bytes(mergeOperations(a, b)), bytes(mergeOperations(b, a)));
      assert.equal(bytes(mergeOperations(mergeOperations(a, b), c)), bytes(mergeOperations(a, mergeOperations(b, c))));
      assert.equal(bytes(mergeOperations(a, a)), bytes(a));
    }),
    RUNS,
  );
});

test('FS-301: of one id with two contents the greater canonical JSON stays', () => {
  const lesser = setOf({ 'aaaaaaaa-1': operation(1, 'note', { text: 'a' }) });
  const greater = setOf({ 'aaaaaaaa-1': operation(1, 'note', { text: 'b' }) });
  assert.deepEqual(mergeOperations(lesser, greater).ops, greater.ops);
  assert.deepEqual(mergeOperations(greater, lesser).ops, greater.ops);
});

test('FS-302: a merged set ends at the later exp_ts', () => {
  const sooner = setOf({}, { exp_ts: EXP_TS - 1 });
  assert.equal(mergeOperations(sooner, setOf({})).exp_ts, EXP_TS);
  assert.equal(mergeOperations(setOf({}), sooner).exp_ts, EXP_TS);
});

test('FS-303: unknown kinds, fields and members are kept by a merge', () => {
  const future = operation(2, 'hand_over', { shift: { nights: [1, 2] } });
  const merged = mergeOperations(setOf({ 'aaaaaaaa-1': future }, { colour: 'red' }), setOf({ 'bbbbbbbb-1': operation(1, 'ack') }));
  assert.deepEqual(merged.ops['aaaaaaaa-1'], future);
  assert.equal((merged as { colour?: unknown }).colour, 'red');
});

test('FS-303: every operation and member of both sides is in the merge', () => {
  fc.assert(
    fc.property(operationSetArbitrary, operationSetArbitrary, (a, b) => {
      const merged = mergeOperations(a, b);
      const keys = (value: object): string[] => Object.keys(value).sort();
      assert.deepEqual(keys(merged.ops), keys({ ...a.ops, ...b.ops }));
      assert.deepEqual(keys(merged), keys({ ...a, ...b }));
    }),
    RUNS,
  );
});

test('a key that names a prototype is a key like any other', () => {
  const hostile = JSON.parse(`{"v":1,"exp_ts":${EXP_TS},"ops":{},"__proto__":{"ops":{"aaaaaaaa-9":{}}}}`);
  const merged = mergeOperations(setOf({}), hostile);
  assert.equal(Object.getPrototypeOf(merged), Object.prototype);
  assert.deepEqual(merged.ops, {});
});

test('FS-305: operations are in order of n, then of id, whatever their ts', () => {
  const set = setOf({
    'bbbbbbbb-1': operation(2, 'ack', { ts: 1 }),
    'aaaaaaaa-2': operation(2, 'ack', { ts: 9 }),
    'cccccccc-1': operation(1, 'ack', { ts: 99 }),
  });
  assert.deepEqual(
    orderedOperations(set).map(({ id }) => id),
    ['cccccccc-1', 'aaaaaaaa-2', 'bbbbbbbb-1'],
  );
});

test('the order of operations is total and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(operationSetArbitrary, (set) => {
      const ordered = orderedOperations(set);
      assert.deepEqual(orderedOperations(reordered(set)), ordered);
      ordered.forEach((a, index) => assert.ok(ordered.slice(index + 1).every((b) => compareOperations(a, b) < 0)));
    }),
    RUNS,
  );
});

test('a set is over from its exp_ts on', () => {
  assert.equal(isExpired(setOf({}), EXP_TS - 1), false);
  assert.equal(isExpired(setOf({}), EXP_TS), true);
});
