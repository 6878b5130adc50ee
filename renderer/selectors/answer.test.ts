import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertKey } from '../../fleet/model/alert.ts';
import { makeAlertList } from './alert-list.ts';
import { answerOf, waitingAlerts } from './answer.ts';
import { testAlert } from './fleet.test-support.ts';

const NONE = { offline: 0, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 0 };

test('The first line names the worst, the second everything else', () => {
  assert.deepEqual(answerOf({ ...NONE, offline: 1, err: 1, warn: 3, maintenance: 1, ok: 24 }, 30), {
    first: [
      { key: 'lead.offline', count: 1 },
      { key: 'next.err', count: 1 },
    ],
    second: [
      { key: 'next.warn', count: 3 },
      { key: 'next.maintenance', count: 1 },
      { key: 'fine', count: 24 },
    ],
  });
});

test('A fleet without trouble says so, and a site in maintenance is not called fine', () => {
  assert.deepEqual(answerOf({ ...NONE, ok: 30 }, 30).first, [{ key: 'allFine', count: 30 }]);
  assert.deepEqual(answerOf({ ...NONE, ok: 29, maintenance: 1 }, 30).first, [{ key: 'othersFine', count: 29 }]);
});

test('Sites whose state is not known are never called fine', () => {
  assert.deepEqual(answerOf({ ...NONE, unknown: 30 }, 30), { first: [{ key: 'lead.unknown', count: 30 }], second: [] });
});

test('FS-759: no one is told that nothing needs them while an alert waits, be it of this console; information waits for no one', () => {
  const waiting = (severity: 'warning' | 'info'): number => {
    const { site: _, ...alert } = testAlert({ key: 'console/clock' as AlertKey, severity });
    const alerts = { 'console/clock': alert };
    return waitingAlerts(makeAlertList(alerts).groups, alerts);
  };
  assert.deepEqual([waiting('warning'), waiting('info')], [1, 0]);
});
