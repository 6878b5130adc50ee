import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged } from './counts.ts';

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
