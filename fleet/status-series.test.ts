import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { slotAt, SLOT_MS, troubledIn, worseOf, type StatusCounts } from './status-series.ts';

const NONE: StatusCounts = { offline: 0, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 0 };

const few = fc.integer({ min: 0, max: 3 });
const anyCounts: fc.Arbitrary<StatusCounts> = fc.record({
  offline: few,
  err: few,
  warn: few,
  unknown: few,
  maintenance: few,
  ok: few,
});

test('FS-700: of the moments of a slot the worst stays, and the order in which they came does not matter for it', () => {
  fc.assert(
    fc.property(anyCounts, anyCounts, (a, b) => {
      const worse = worseOf(a, b);
      assert.equal(troubledIn(worse), Math.max(troubledIn(a), troubledIn(b)));
      assert.deepEqual([troubledIn(worse), worse.offline], [troubledIn(worseOf(b, a)), worseOf(b, a).offline]);
    }),
    { seed: 700, numRuns: 500 },
  );
  assert.equal(worseOf({ ...NONE, offline: 1 }, { ...NONE, warn: 1 }).offline, 1);
});

test('FS-700: neither maintenance nor a state that is not known is trouble of a site', () => {
  assert.equal(troubledIn({ ...NONE, unknown: 4, maintenance: 2, ok: 1 }), 0);
});

test('A slot begins at a multiple of five minutes', () => {
  assert.equal(slotAt(7 * SLOT_MS + 1), 7 * SLOT_MS);
  assert.equal(slotAt(7 * SLOT_MS), 7 * SLOT_MS);
});
