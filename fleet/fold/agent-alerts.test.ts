import assert from 'node:assert/strict';
import test from 'node:test';
import { LAB, makeWorld } from '../testing/fleet-world.ts';
import type { World } from '../testing/fleet-world.ts';

const MINUTE = 60_000;
const KEY = `${LAB}/A1`;

const listed = (id: string, fields: Readonly<Record<string, unknown>> = {}) => ({
  id,
  rev: 1,
  kind: 'disk_low',
  severity: 'warning',
  object: 'disk:/media',
  ...fields,
});

const stateOf = (world: World, key = KEY): string | undefined => world.record(key)?.state;

test('FS-150: an alert event opens, updates and closes one record by (id, rev)', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1', values: { free_pct: 9 }, text: 'disk' });
  world.alert(LAB, { id: 'A1', op: 'update', rev: 3, severity: 'critical' });
  world.alert(LAB, { id: 'A1', op: 'update', rev: 2, severity: 'info' });
  assert.equal(world.record(KEY)?.severity, 'critical', 'an older revision changes nothing');
  assert.equal(world.record(KEY)?.rev, 3);
  world.alert(LAB, { id: 'A1', op: 'close', rev: 4 });
  assert.equal(stateOf(world), 'closed');
  assert.equal(world.site().openAlerts.critical, 0);
});

test('FS-151: a close before its open makes a closed record, and nothing reopens it', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1', op: 'close', rev: 2 });
  assert.equal(stateOf(world), 'closed');
  world.alert(LAB, { id: 'A1', op: 'open', rev: 1 });
  world.alert(LAB, { id: 'A1', op: 'update', rev: 9 });
  world.say(LAB, 'state/alerts', { open: [listed('A1', { rev: 9 })] });
  assert.equal(stateOf(world), 'closed');
  world.alert(LAB, { id: 'A2', prev: 'A1' });
  assert.equal(stateOf(world, `${LAB}/A2`), 'open', 'a condition that returns is a new alert');
});

test('FS-152: a closed id stays closed for 30 days, also when the screens no longer show it', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1' });
  world.alert(LAB, { id: 'A1', op: 'close', rev: 2 });
  world.pass(61 * MINUTE);
  assert.equal(stateOf(world), undefined, 'an hour after its close it is history');
  world.alert(LAB, { id: 'A1', op: 'update', rev: 5 });
  assert.equal(stateOf(world), undefined);
  world.restart();
  world.alert(LAB, { id: 'A1', op: 'update', rev: 6 });
  assert.equal(stateOf(world), undefined);
});

test('FS-153: the list of open alerts opens what is unknown and raises the revision of what is known', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1', values: { n: 1 } });
  world.say(LAB, 'state/alerts', {
    open: [listed('A1', { rev: 2, severity: 'critical' }), listed('A2')],
    event_seq: 5,
  });
  assert.equal(world.record(KEY)?.severity, 'critical');
  assert.deepEqual(world.record(KEY)?.values, { n: 1 });
  assert.equal(stateOf(world, `${LAB}/A2`), 'open');
  world.alert(LAB, { id: 'A2', seq: 5, text: 'words', values: { n: 2 } });
  assert.deepEqual(
    world.record(`${LAB}/A2`)?.values,
    { n: 2 },
    'the event brings the words that the list does not have',
  );
});

test('FS-154: absence from the list closes an alert that the list covers', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1', seq: 5 });
  world.say(LAB, 'state/alerts', { open: [], event_seq: 4 });
  assert.equal(stateOf(world), 'open', 'the list does not know of its last revision yet');
  world.say(LAB, 'state/alerts', { open: [], event_seq: 5 });
  assert.equal(stateOf(world), 'closed');
});

test('FS-155: absence from a truncated list closes nothing', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1', seq: 5 });
  world.say(LAB, 'state/alerts', { open: [], event_seq: 9, truncated: true });
  assert.equal(stateOf(world), 'open');
});

test('FS-156: a list covers by (boot, event_seq), so a re-install that starts anew closes nothing of a later boot', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1', boot: 12, seq: 3 });
  world.say(LAB, 'state/alerts', { boot: 11, open: [], event_seq: 900 });
  assert.equal(stateOf(world), 'open');
  world.say(LAB, 'state/alerts', { boot: 12, seq: 1, open: [], event_seq: 3 });
  assert.equal(stateOf(world), 'closed');
});

test('FS-157: an open or update that the list covers and does not hold is history: closed, without sound', () => {
  const world = makeWorld();
  world.say(LAB, 'state/alerts', { open: [], event_seq: 9 });
  world.alert(LAB, { id: 'A1', seq: 8 });
  assert.equal(stateOf(world), 'closed');
  assert.equal(world.record(KEY)?.quiet, true);
  world.say(LAB, 'state/alerts', { open: [], event_seq: 20, truncated: true });
  world.alert(LAB, { id: 'A2', seq: 19 });
  assert.equal(stateOf(world, `${LAB}/A2`), 'open', 'a truncated list may hold it');
  assert.equal(world.record(`${LAB}/A2`)?.quiet, true);
});

test('FS-158: backlog older than 15 minutes makes no sound, unless the open list still holds it', () => {
  const world = makeWorld();
  const old = world.at().wallTs - 15 * MINUTE - 1;
  world.alert(LAB, { id: 'A1', ts: old });
  world.alert(LAB, { id: 'A2', ts: old + 1 });
  assert.equal(world.record(KEY)?.quiet, true);
  assert.equal(world.record(`${LAB}/A2`)?.quiet, false);
  world.say(LAB, 'state/alerts', { open: [listed('A3')], event_seq: 0, truncated: true });
  world.alert(LAB, { id: 'A3', ts: old, rev: 2 });
  assert.equal(world.record(`${LAB}/A3`)?.quiet, false);
});

test('FS-159: the age of backlog is judged without the skew of the site', () => {
  const world = makeWorld();
  const behind = 3_600_000;
  for (const seq of [1, 2, 3]) world.say(LAB, 'state/health', { seq, ts: world.at().wallTs - behind });
  world.alert(LAB, { id: 'A1', ts: world.at().wallTs - behind });
  assert.equal(world.record(KEY)?.quiet, false);
  world.alert(LAB, { id: 'A2', ts: world.at().wallTs - behind - 16 * MINUTE });
  assert.equal(world.record(`${LAB}/A2`)?.quiet, true);
});

test('FS-160: site_offline swallows the other alerts of its site; under it alerts make no sound, and they still close', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health');
  world.say(LAB, 'state/health');
  world.alert(LAB, { id: 'A1' });
  world.pass(5 * MINUTE);
  const [offline] = world.open('site_offline');
  assert.equal(world.record(KEY)?.parent, offline?.key);
  world.alert(LAB, { id: 'A2' });
  assert.equal(world.record(`${LAB}/A2`)?.quiet, true);
  world.alert(LAB, { id: 'A1', op: 'close', rev: 2 });
  assert.equal(stateOf(world), 'closed');
  world.say(LAB, 'state/health');
  assert.equal(world.record(`${LAB}/A2`)?.parent, undefined);
  assert.equal(world.record(`${LAB}/A2`)?.quiet, false);
});

test('FS-161: a shared alert that comes back under the same id is its next revision', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health');
  world.say(LAB, 'state/health');
  world.pass(5 * MINUTE);
  const [first] = world.open('site_offline');
  world.bridge(LAB, true);
  world.bridge(LAB, false);
  world.pass(5 * MINUTE);
  const [second] = world.open('site_offline');
  assert.equal(second?.id, first?.id);
  assert.equal(second?.rev, (first?.rev ?? 0) + 1);
});

test('FS-162: the ids of shared alerts carry the greatest (boot, seq) of any state known', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { seq: 7 });
  world.say(LAB, 'state/health', { seq: 8 });
  world.say(LAB, 'state/site', { seq: 12 });
  world.say(LAB, 'state/cert', { boot: 9, seq: 99 });
  world.pass(5 * MINUTE);
  assert.equal(world.open('site_offline')[0]?.id, 'site_offline.10.12');
});

const take = (world: World, id: string, by: string): void => {
  const op = { n: 1, kind: 'take', by, ts: 1 };
  world.desk({
    kind: 'desk/alert',
    site: LAB,
    id,
    body: { v: 1, exp_ts: 9_000_000_000_000, ops: { [`0badcafe-${id.length}`]: op } },
  });
};

const offline = (world: World): string | undefined => {
  world.pass(5 * MINUTE);
  return world.open('site_offline')[0]?.handling?.owner?.by;
};

test('FS-163: operations on an alert are its handling; those of another console that missed a state count too', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { seq: 4 });
  world.say(LAB, 'state/health', { seq: 5 });
  take(world, 'site_offline.10.5', 'Ana');
  assert.equal(offline(world), 'Ana');

  const missed = makeWorld();
  missed.say(LAB, 'state/health', { seq: 4 });
  missed.say(LAB, 'state/health', { seq: 5 });
  take(missed, 'site_offline.10.7', 'Ben');
  assert.equal(offline(missed), 'Ben', 'that console knew a later state');
});

test('FS-164: operations up to the state known when the last such alert closed here belong to that one', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { seq: 4 });
  world.say(LAB, 'state/health', { seq: 5 });
  world.pass(5 * MINUTE);
  take(world, 'site_offline.10.5', 'Ana');
  take(world, 'site_offline.10.3', 'Old');
  world.say(LAB, 'state/health', { seq: 6 });
  world.say(LAB, 'state/health', { seq: 9 });
  assert.equal(offline(world), undefined);
  take(world, 'site_offline.10.8', 'Eve');
  assert.equal(world.open('site_offline')[0]?.handling?.owner?.by, 'Eve', 'between the close and now: this one');
});

test('FS-165: one site can make us hold 500 open alerts; what comes beyond is counted', () => {
  const world = makeWorld();
  for (let n = 0; n < 502; n += 1) world.alert(LAB, { id: `B${n}` });
  assert.equal(world.open('disk_low').length, 500);
  assert.equal(world.counted(`alerts_full:${LAB}`), 2);
});

test('FS-166: rules of the desk change severity and switch off, and only for alerts that consoles make', () => {
  const world = makeWorld();
  world.rule('r1', { kind: 'site_offline', severity: 'warning' });
  world.say(LAB, 'state/health');
  world.say(LAB, 'state/health');
  world.pass(5 * MINUTE);
  assert.equal(world.open('site_offline')[0]?.severity, 'warning');
  world.rule('r2', { kind: 'site_offline', off: true });
  assert.equal(world.open('site_offline').length, 0);
});

test('FS-167: every event but an embedding becomes a row of history once', () => {
  const world = makeWorld();
  world.say(LAB, 'event/review', { seq: 1 });
  world.say(LAB, 'cmd/ack', { seq: 2 });
  world.say(LAB, 'event/embedding', { seq: 3 });
  world.say(LAB, 'event/review', { seq: 1 });
  world.say(LAB, 'event/review', { seq: 4 });
  assert.equal(world.rows.history, 3);
  assert.equal(world.counted('embedding_unused'), 1);
});

test('FS-168: at most 50 closed alerts of a site stay on the screens, the newest ones; all of them are stored', () => {
  const world = makeWorld();
  for (let n = 0; n < 60; n += 1) {
    world.alert(LAB, { id: `C${n}`, op: 'close', rev: 2, ts: world.at().wallTs + n });
    world.pass(1_000);
  }
  assert.deepEqual(
    Object.values(world.tables.alerts)
      .map(({ id }) => id)
      .sort(),
    Array.from({ length: 50 }, (_, n) => `C${n + 10}`).sort(),
  );
  assert.equal(world.rows.alerts.size, 60);
});
