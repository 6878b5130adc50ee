import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { LAB, START_TS, makeWorld } from '../testing/fleet-world.ts';
import type { World } from '../testing/fleet-world.ts';

const MINUTE = 60_000;

const alive = (world: World, site: SiteId = LAB): void => {
  world.say(site, 'state/health');
  world.say(site, 'state/health');
};

const openWindow = (world: World, fromTs: number, toTs: number): void => {
  world.window('w1', { once: { from_ts: fromTs, to_ts: toTs } });
};

test('FS-200: err for an open critical alert, warn for an open warning, else ok', () => {
  const world = makeWorld();
  alive(world);
  assert.equal(world.site().status, 'ok');
  world.alert(LAB, { id: 'A1', severity: 'info' });
  assert.equal(world.site().status, 'ok');
  world.alert(LAB, { id: 'A2', severity: 'warning' });
  assert.equal(world.site().status, 'warn');
  world.alert(LAB, { id: 'A3', severity: 'critical' });
  assert.equal(world.site().status, 'err');
  assert.deepEqual(world.site().openAlerts, { critical: 1, warning: 1, info: 1 });
  assert.equal(world.site().topAlert, `${LAB}/A3`);
  world.alert(LAB, { id: 'A3', severity: 'critical', op: 'close', rev: 2 });
  assert.equal(world.site().status, 'warn');
});

test('FS-201: a severity that this console does not know is never read as good', () => {
  const world = makeWorld();
  alive(world);
  world.alert(LAB, { id: 'A1', severity: 'unknown' });
  assert.equal(world.site().status, 'warn');
});

test('FS-202: maintenance comes before everything, and its alerts make no sound', () => {
  const world = makeWorld();
  alive(world);
  openWindow(world, START_TS + MINUTE, START_TS + 20 * MINUTE);
  assert.equal(world.site().status, 'ok');
  world.pass(MINUTE);
  assert.equal(world.site().status, 'maintenance');
  assert.equal(world.site().maintenanceUntilTs, START_TS + 20 * MINUTE);
  world.pass(10 * MINUTE);
  assert.equal(world.site().status, 'maintenance');
  assert.equal(world.open('site_offline')[0]?.quiet, true);
  world.pass(9 * MINUTE);
  assert.equal(world.site().status, 'offline');
  assert.equal(world.open('site_offline')[0]?.quiet, false);
});

test('FS-203: offline comes before unknown, unknown before err', () => {
  const world = makeWorld();
  alive(world);
  world.alert(LAB, { id: 'A1', severity: 'critical' });
  world.pass(5 * MINUTE);
  assert.equal(world.site().status, 'offline');
  world.disconnect();
  world.pass(100_000);
  assert.equal(world.site().status, 'offline', 'an outage that was known stays one');
  world.connect();
  world.say(LAB, 'state/health');
  assert.equal(world.site().status, 'err');
  world.disconnect();
  world.pass(100_000);
  assert.equal(world.site().status, 'unknown');
  assert.equal(world.site().lastStatus, 'err');
});

test('FS-204: "was OK at": an unknown site keeps its last status and when it last lived', () => {
  const world = makeWorld();
  alive(world);
  const lifeTs = world.at().wallTs;
  world.disconnect();
  world.pass(95_000);
  assert.deepEqual(
    [world.site().status, world.site().lastStatus, world.site().lastStatusTs],
    ['unknown', 'ok', lifeTs],
  );
  assert.equal(world.site().statusSinceTs, world.at().wallTs);
  world.connect();
  assert.equal(world.site().lastStatus, undefined);
});

const act = (world: World, id: string, op: Readonly<Record<string, unknown>>): void => {
  const body = { v: 1, exp_ts: 9_000_000_000_000, ops: { '0badcafe-1': { n: 1, by: 'Ana', ts: 1, ...op } } };
  world.desk({ kind: 'desk/alert', site: LAB, id, body });
};

test('FS-205: handled and snoozed alerts still count; a resolved one is hidden until its next revision', () => {
  const world = makeWorld();
  alive(world);
  world.alert(LAB, { id: 'A1' });
  act(world, 'A1', { kind: 'snooze', until_ts: START_TS + 10 * MINUTE });
  assert.equal(world.record(`${LAB}/A1`)?.handling?.snoozedUntilTs, START_TS + 10 * MINUTE);
  assert.equal(world.site().status, 'warn');
  const other = makeWorld();
  alive(other);
  other.alert(LAB, { id: 'A1' });
  act(other, 'A1', { kind: 'resolve', rev: 1 });
  assert.equal(other.site().status, 'ok');
  assert.equal(other.site().openAlerts.warning, 0);
  other.alert(LAB, { id: 'A1', op: 'update', rev: 2 });
  assert.equal(other.site().status, 'warn');
});

test('FS-206: a snooze ends by itself', () => {
  const world = makeWorld();
  alive(world);
  world.alert(LAB, { id: 'A1' });
  act(world, 'A1', { kind: 'snooze', until_ts: START_TS + 2 * MINUTE });
  world.pass(2 * MINUTE);
  assert.equal(world.record(`${LAB}/A1`)?.handling?.snoozedUntilTs, undefined);
});

test('FS-207: alerts of this console for itself never change a site’s status', () => {
  const world = makeWorld();
  alive(world);
  for (const _ of [1, 2, 3]) world.reject('json', LAB);
  assert.equal(world.open('data_degraded').length, 1);
  assert.equal(world.site().status, 'ok');
  assert.deepEqual(world.site().openAlerts, { critical: 0, warning: 0, info: 0 });
});

test('FS-208: an adopted site that never reported is unknown, and offline when its silence was watched in full', () => {
  const world = makeWorld({ showAllAsAdopted: false });
  world.adopt(LAB);
  world.quiet();
  assert.deepEqual([world.site().status, world.site().unknownReason], ['unknown', 'never_reported']);
  world.pass(5 * MINUTE);
  assert.equal(world.site().status, 'offline');
  assert.equal(world.open('site_offline')[0]?.id, 'site_offline.0.0');
});

test('FS-209: what a site does not measure is absent from its record, never zero', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', {
    nvrs: [{ id: 'nvr', state: 'up', cameras: { total: 4, online: 3 } }],
    disks: [{ path: '/' }],
  });
  const record = world.site();
  assert.deepEqual(record.nvrs, { total: 1, up: 1 });
  assert.equal(record.cameras?.online, 3);
  assert.deepEqual(
    [record.cpuPct, record.diskFullInH, record.wan, record.cameras?.recording],
    [undefined, undefined, undefined, undefined],
  );
});

test('FS-936: cameras of which nothing is known are no cameras that fail, by the minute as in the list', () => {
  const world = makeWorld();
  const camera = (id: string, detect: string) => ({ nvr: 'nvr', id, detect, record: detect, audio: 'disabled' });
  world.say(LAB, 'state/health', { nvrs: [{ id: 'nvr', state: 'unknown', cameras: { total: 2 } }] });
  world.say(LAB, 'state/cameras', { cameras: [camera('door', 'unknown'), camera('yard', 'unknown')] });
  assert.equal(world.site().cameras, undefined);
  world.say(LAB, 'state/cameras', { cameras: [camera('door', 'online'), camera('yard', 'unknown')] });
  assert.deepEqual(world.site().cameras, { total: 1, online: 1, disabled: 0 });
});
