import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from './backoff.ts';

const PLAN = { baseMs: 1_000, maxMs: 60_000 };

test('FS-409: waits double up to a ceiling, and at least half of each wait is kept whatever the jitter', () => {
  assert.deepEqual([0, 1, 2, 3].map((attempt) => backoffMs(PLAN, attempt, 0)), [500, 1_000, 2_000, 4_000]);
  assert.deepEqual([0, 1, 2, 3].map((attempt) => backoffMs(PLAN, attempt, 0.999_999)), [1_000, 2_000, 4_000, 8_000]);
  assert.equal(backoffMs(PLAN, 1_000, 0.999_999), 60_000);
  assert.equal(backoffMs(PLAN, 1_000, 0), 30_000);
});
