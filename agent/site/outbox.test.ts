import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMemoryOutbox } from './outbox.ts';

const seal = (seq: number): string => `event ${seq}`;

test('FS-605: seq goes on where an earlier life stopped, without a gap', () => {
  const outbox = createMemoryOutbox(41);
  assert.deepEqual([1, 2, 3].map((ms) => outbox.append('event/alert', ms, seal).seq), [42, 43, 44]);
  assert.equal(outbox.lastSeq, 44);
});

test('what is behind an event is given again unchanged, oldest first', () => {
  const outbox = createMemoryOutbox(0);
  for (const ms of [100, 200, 300]) outbox.append('event/alert', ms, seal);
  assert.deepEqual(outbox.after(1, 9).map(({ payload }) => payload), ['event 2', 'event 3']);
  assert.deepEqual(outbox.after(0, 2).map(({ seq }) => seq), [1, 2]);
});

test('what the hub provably has leaves, and is not counted as dropped', () => {
  const outbox = createMemoryOutbox(0);
  for (const ms of [100, 200, 300]) outbox.append('event/alert', ms, seal);
  outbox.proven(1);
  assert.deepEqual([outbox.after(0, 9).map(({ seq }) => seq), outbox.depth], [[2, 3], 2]);
  outbox.proven(99);
  assert.deepEqual([outbox.depth, outbox.dropped, outbox.provenSeq], [0, 0, 3]);
});

test('FS-610: beyond its bounds the oldest leave, counted', () => {
  const outbox = createMemoryOutbox(0, { maxBytes: 20, maxAgeMs: 1_000 });
  for (const ms of [1, 2, 3, 4]) outbox.append('event/alert', ms, seal);
  assert.deepEqual([outbox.depth, outbox.dropped], [2, 2]);
  outbox.trim(1_004);
  assert.deepEqual([outbox.depth, outbox.dropped], [1, 3]);
});

test('whatever happens, the outbox holds a contiguous row that ends with the last seq', () => {
  const action = fc.oneof(
    fc.record({ type: fc.constant('append' as const) }),
    fc.record({ type: fc.constant('proven' as const), ago: fc.nat(20) }),
    fc.record({ type: fc.constant('trim' as const) }),
  );
  fc.assert(
    fc.property(fc.nat(100), fc.array(action, { maxLength: 80 }), (start, actions) => {
      const outbox = createMemoryOutbox(start, { maxBytes: 120, maxAgeMs: 30 });
      let written = 0;
      actions.forEach((one, ms) => {
        if (one.type === 'append') {
          outbox.append('event/alert', ms, seal);
          written += 1;
        }
        if (one.type === 'proven') outbox.proven(outbox.lastSeq - one.ago);
        if (one.type === 'trim') outbox.trim(ms);
        const row = outbox.after(0, 1_000).map(({ seq }) => seq);
        assert.equal(outbox.lastSeq, start + written);
        assert.deepEqual(row, row.map((_, index) => outbox.lastSeq - row.length + 1 + index));
      });
    }),
    { seed: 71 },
  );
});
