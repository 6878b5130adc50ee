import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANA, BEN, EXP_TS, NOW, operation, reordered, setOf } from '../testing/desk-operations.ts';
import { jitterMs, lastWriterStep, operationSetStep } from './sync.ts';

const context = { self: ANA, protocol: 5, wallTs: NOW } as const;
const mine = setOf({ 'aaaaaaaa-1': operation(1, 'take') });
const both = setOf({ ...mine.ops, 'bbbbbbbb-1': operation(2, 'ack') });

test('FS-322: a hub that lacks own operations gets them as own, one that lacks others, or an end, as other', () => {
  assert.deepEqual(operationSetStep(mine, undefined, context), { kind: 'publish', jitter: 'own' });
  assert.deepEqual(operationSetStep(both, mine, context), { kind: 'publish', jitter: 'other' });
  assert.deepEqual(operationSetStep(both, mine, { ...context, self: BEN }), { kind: 'publish', jitter: 'own' });
  assert.deepEqual(operationSetStep({ ...mine, exp_ts: EXP_TS + 1 }, mine, context), { kind: 'publish', jitter: 'other' });
});

test('FS-322: a hub that holds another content under an own id lacks that operation', () => {
  const seen = setOf({ 'aaaaaaaa-1': operation(1, 'release') });
  assert.deepEqual(operationSetStep(mine, seen, context), { kind: 'publish', jitter: 'own' });
});

test('FS-322: a hub that has everything gets nothing, whatever its order of keys', () => {
  assert.deepEqual(operationSetStep(both, reordered(both), context), { kind: 'none' });
});

test('FS-320: past exp_ts nothing is published; on 3.1.1 a console clears what it wrote in, if the hub has it', () => {
  const over = { ...context, wallTs: EXP_TS };
  assert.deepEqual(operationSetStep(both, mine, over), { kind: 'none' });
  assert.deepEqual(operationSetStep(both, mine, { ...over, protocol: 4 }), { kind: 'clear' });
  assert.deepEqual(operationSetStep(both, undefined, { ...over, protocol: 4 }), { kind: 'none' });
  const theirs = setOf({ 'bbbbbbbb-1': operation(2, 'ack') });
  assert.deepEqual(operationSetStep(theirs, theirs, { ...over, protocol: 4 }), { kind: 'none' });
});

test('FS-323: own operations wait 0 to 500 ms, others 5 to 15 s', () => {
  assert.deepEqual([jitterMs('own', 0), jitterMs('own', 0.999_999)], [0, 499]);
  assert.deepEqual([jitterMs('other', 0), jitterMs('other', 0.999_999)], [5_000, 14_999]);
});

test('FS-331: a hub with an older version, or none, gets the winner; one with the winner gets nothing', () => {
  const [older, newer] = [{ n: 1, console: BEN }, { n: 2, console: ANA }]; // prettier-ignore
  assert.deepEqual(lastWriterStep(newer, older, context), { kind: 'publish', jitter: 'own' });
  assert.deepEqual(lastWriterStep(newer, undefined, { ...context, self: BEN }), { kind: 'publish', jitter: 'other' });
  assert.deepEqual(lastWriterStep(newer, { ...newer }, context), { kind: 'none' });
});
