import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged } from './counts.ts';
import { MOST_UNSTEADY, withUnsteady } from './failures.ts';

test('suites: a crash before the count is a failure', () => assert.equal(judged(undefined, 139).counts.failed, 1));

test('suites: no test at all is a failure', () => {
  assert.equal(judged({ passed: 0, failed: 0, skipped: 3 }, 0).counts.failed, 1);
});

test('suites: a non-zero end without a failed test is a failure', () => {
  assert.equal(judged({ passed: 5, failed: 0, skipped: 0 }, 1).counts.failed, 1);
});

test('suites: passed tests and a clean end stand as they are', () => {
  assert.deepEqual(judged({ passed: 5, failed: 0, skipped: 1 }, 0), {
    counts: { passed: 5, failed: 0, skipped: 1 },
    reason: undefined,
  });
});

test('suites: a few tests that pass at their second try have passed, many have failed', () => {
  const counts = { passed: 20, failed: 0, skipped: 0 };
  assert.equal(withUnsteady(counts, MOST_UNSTEADY).failed, 0);
  assert.deepEqual(withUnsteady(counts, MOST_UNSTEADY + 1), { passed: 17, failed: 3, skipped: 0 });
});
