import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isActive, isHandled, makeAlertList, updateAlertList } from './alert-list.ts';
import { anyAlerts, testAlert } from './fleet.test-support.ts';

test('The alert list kept up change by change equals the list made from scratch', () => {
  fc.assert(
    fc.property(fc.array(anyAlerts, { minLength: 2, maxLength: 5 }), (pictures) => {
      let list = makeAlertList(pictures[0]!);
      for (let at = 1; at < pictures.length; at++) {
        const [before, after] = [pictures[at - 1]!, pictures[at]!];
        list = updateAlertList(list, before, after, [...new Set([...Object.keys(before), ...Object.keys(after)])]);
      }
      assert.deepEqual(list, makeAlertList(pictures.at(-1)!));
    }),
    { seed: 20_261_125, numRuns: 300 },
  );
});

test('Every active alert stands in exactly one row, whatever parents are named', () => {
  fc.assert(
    fc.property(anyAlerts, (alerts) => {
      const { order, groups } = makeAlertList(alerts);
      assert.deepEqual(groups.flatMap(({ key, children }) => [key, ...children]).sort(), [...order].sort());
    }),
    { seed: 20_261_126, numRuns: 500 },
  );
});

test('Children fold under their open parent and stand for themselves without it', () => {
  const parent = testAlert({ key: 'p', severity: 'critical' });
  const child = testAlert({ key: 'c', parent: 'p' });
  assert.deepEqual(makeAlertList({ p: parent, c: child }).groups, [{ key: 'p', children: ['c'], alike: 0 }]);
  assert.deepEqual(makeAlertList({ p: { ...parent, state: 'closed' }, c: child }).groups, [{ key: 'c', children: [], alike: 0 }]);
});

test('Grandchildren fold into the row of the outermost parent', () => {
  const alerts = {
    a: testAlert({ key: 'a' }),
    b: testAlert({ key: 'b', parent: 'a' }),
    c: testAlert({ key: 'c', parent: 'b' }),
  };
  assert.deepEqual(makeAlertList(alerts).groups, [{ key: 'a', children: ['b', 'c'], alike: 0 }]);
});

test('Critical comes before warning, and of equals the newer first', () => {
  const alerts = {
    w: testAlert({ key: 'w', occurredTs: 9 }),
    c1: testAlert({ key: 'c1', severity: 'critical', occurredTs: 1 }),
    c2: testAlert({ key: 'c2', severity: 'critical', occurredTs: 2 }),
  };
  assert.deepEqual(makeAlertList(alerts).order, ['c2', 'c1', 'w']);
});

test('Resolved at this revision is not active, at an earlier one it is', () => {
  const handling = { acked: false, notes: 0, resolvedRev: 2 };
  assert.equal(isActive(testAlert({ rev: 2, handling })), false);
  assert.equal(isActive(testAlert({ rev: 3, handling })), true);
});

test('Taken, acknowledged and snoozed alerts are quiet; a snooze ends', () => {
  const now = 100;
  const none = { acked: false, notes: 0 };
  assert.equal(isHandled(testAlert(), now), false);
  assert.equal(isHandled(testAlert({ handling: { ...none, acked: true } }), now), true);
  assert.equal(
    isHandled(testAlert({ handling: { ...none, owner: { by: 'Ana', console: '0000abcd', ts: 1 } } }), now),
    true,
  );
  assert.equal(isHandled(testAlert({ handling: { ...none, snoozedUntilTs: 101 } }), now), true);
  assert.equal(isHandled(testAlert({ handling: { ...none, snoozedUntilTs: 100 } }), now), false);
});

test('FS-709: alerts of one kind at one site are one row under the newest; another site, kind or severity is its own', () => {
  const camera = (key: string, change: object) =>
    [key, testAlert({ key, kind: 'camera_offline', object: `camera:a/${key}`, ...change })] as const;
  const alerts = Object.fromEntries([
    camera('old', { occurredTs: 1 }),
    camera('new', { occurredTs: 3 }),
    camera('mid', { occurredTs: 2 }),
    camera('child', { occurredTs: 2, parent: 'mid' }),
    camera('worse', { severity: 'critical' }),
    camera('else', { site: 'BL-B-1', occurredTs: 0 }),
    camera('kind', { kind: 'camera_frozen', occurredTs: 0 }),
  ]);
  const { groups } = makeAlertList(alerts);
  assert.deepEqual(groups.map(({ key, alike }) => [key, alike]), [['worse', 0], ['new', 2], ['else', 0], ['kind', 0]]);
  assert.deepEqual(groups[1]!.children, ['mid', 'child', 'old']);
});
