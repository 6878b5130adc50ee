import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { HUB, LAB, START_TS, makeWorld } from '../testing/fleet-world.ts';

const KEY = `${LAB}/A1`;

test('FS-60: a state counts by (boot, seq) of its own topic, whatever its ts says', () => {
  const world = makeWorld();
  world.say(LAB, 'state/site', { seq: 8, name: 'new' });
  world.say(LAB, 'state/site', { seq: 7, name: 'old', ts: START_TS + 9_000_000 });
  assert.equal(world.site().name, 'new');
  world.say(LAB, 'state/site', { seq: 9, name: 'newer', ts: START_TS - 1 });
  assert.equal(world.site().name, 'newer');
  world.say(LAB, 'state/site', { boot: 9, seq: 900, name: 'older boot' });
  assert.equal(world.site().name, 'newer');
  world.say(LAB, 'state/health', { seq: 3, cpu_pct: 11 });
  assert.equal(world.site().cpuPct, 11, 'another topic has an order of its own');
  world.say(LAB, 'state/site', { boot: 11, seq: 1, name: 'next boot', ts: START_TS - 9_000_000 });
  assert.equal(world.site().name, 'next boot');
});

test('FS-61: what an old boot or seq says is dropped and counted by site', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { seq: 5 });
  world.say(LAB, 'state/health', { boot: 9, seq: 99 });
  world.say(LAB, 'state/health', { seq: 4 });
  assert.equal(world.counted(`old_boot:${LAB}`), 1);
  assert.equal(world.counted(`old_seq:${LAB}`), 1);
});

test('FS-62: a copy of an event is dropped by (site, boot, seq), from whichever hub, and counted', () => {
  const world = makeWorld({ hubs: [HUB, 'hub-2'] });
  world.alert(LAB, { id: 'A1', seq: 4, values: { n: 1 } });
  const copy = world.alert(LAB, { id: 'A1', seq: 4, rev: 7, values: { n: 2 } }, { hub: 'hub-2' });
  assert.deepEqual(world.record(KEY)?.values, { n: 1 });
  assert.equal(world.counted(`duplicate_event:${LAB}`), 1);
  assert.deepEqual(copy.writes, []);
  world.alert('BL-LAB-2' as SiteId, { id: 'A1', seq: 4 });
  world.alert(LAB, { id: 'A2', boot: 11, seq: 4 });
  assert.equal(world.open('disk_low').length, 3, 'another site and another boot are no copies');
});

test('FS-63: events seen are remembered as ranges for 30 days, whatever their number and order', () => {
  const world = makeWorld();
  for (const seq of [5, 1, 2, 9, 3, 4, 8]) world.say(LAB, 'event/rollup', { seq });
  const [row] = [...world.rows.sites.values()].slice(-1);
  const stored = JSON.parse(row ?? '{}') as { kept: { events: { boots: { ranges: unknown }[] } } };
  assert.deepEqual(stored.kept.events.boots[0]?.ranges, [
    [1, 5],
    [8, 9],
  ]);
  for (const seq of [1, 2, 3, 4, 5, 8, 9]) world.say(LAB, 'event/rollup', { seq });
  assert.equal(world.counted(`duplicate_event:${LAB}`), 7);
});

test('FS-64: the last will beats the state of its connection and loses to any later connection', () => {
  const world = makeWorld();
  world.bridge(LAB, true);
  world.say(LAB, 'state/health');
  world.will(LAB);
  world.pass(61_000);
  assert.equal(world.open('agent_silent').length, 1, 'the will of this connection counts');
  world.say(LAB, 'state/agent', { conn: 2 });
  world.say(LAB, 'state/agent', { conn: 2 });
  assert.equal(world.open('agent_silent').length, 0);
  world.will(LAB);
  world.pass(90_000);
  assert.equal(world.open('agent_silent').length, 0, 'the old will came again');
});

test('FS-65: after a will, states of its connection or an older one prove the bridge only', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { conn: 3 });
  world.say(LAB, 'state/health', { conn: 3 });
  const before = world.site().lastLifeTs;
  world.will(LAB, 10, 3);
  world.pass(5_000);
  world.say(LAB, 'state/health', { conn: 3 });
  assert.equal(world.site().lastLifeTs, before);
  world.say(LAB, 'state/health', { conn: 4 });
  assert.equal(world.site().lastLifeTs, world.at().wallTs);
});

test('FS-66: a lower boot is alive only when its seq rises live twice, at least 60 s apart', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { boot: 20, seq: 50 });
  world.say(LAB, 'state/health', { boot: 3, seq: 1 });
  world.say(LAB, 'state/health', { boot: 3, seq: 2 });
  world.pass(59_000);
  world.say(LAB, 'state/health', { boot: 3, seq: 3 });
  assert.deepEqual(world.site().badges, [], 'twice, but not far enough apart');
  world.pass(1_000);
  world.say(LAB, 'state/health', { boot: 3, seq: 3 });
  assert.deepEqual(world.site().badges, [], 'a copy does not rise');
  world.say(LAB, 'state/health', { boot: 3, seq: 4 }, { retained: true });
  assert.deepEqual(world.site().badges, [], 'a stored state is not live');
  world.say(LAB, 'state/health', { boot: 3, seq: 5 });
  assert.deepEqual(world.site().badges, ['reinstalled']);
});

test('FS-67: documents of an old boot that a reconnect sends again are no life of it', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { boot: 20, seq: 50 });
  for (let reconnect = 0; reconnect < 5; reconnect += 1) {
    world.say(LAB, 'state/site', { boot: 3, seq: 2 });
    world.say(LAB, 'state/agent', { boot: 3, seq: 1 });
    world.say(LAB, 'state/health', { boot: 3, seq: 9 });
    world.pass(70_000);
  }
  assert.deepEqual(world.site().badges, []);
  assert.equal(world.site().lastLifeTs, undefined);
});

test('FS-68: states of retired boots are dropped and counted, and the greatest other boot counts', () => {
  const world = makeWorld();
  world.say(LAB, 'state/site', { boot: 20, seq: 50, name: 'old router' });
  world.adopt(LAB, { n: 2, retired: [{ from: 10, to: 20 }] });
  assert.equal(world.site().name, undefined, 'what the old router said is gone');
  world.say(LAB, 'state/site', { boot: 3, seq: 1, name: 'new router' });
  world.say(LAB, 'state/site', { boot: 20, seq: 51, name: 'old router' });
  assert.equal(world.site().name, 'new router');
  assert.equal(world.counted(`retired:${LAB}`), 1);
  world.say(LAB, 'state/site', { boot: 3, seq: 2, name: 'new router' });
  assert.equal(world.site().lastLifeTs, world.at().wallTs);
});

test('FS-69: accepting a re-installed agent ends its badge and closes the open alerts of the old one', () => {
  const world = makeWorld();
  world.alert(LAB, { id: 'A1', boot: 20 });
  world.say(LAB, 'state/health', { boot: 20, seq: 50 });
  for (const seq of [1, 2, 3]) {
    world.say(LAB, 'state/health', { boot: 3, seq });
    world.pass(60_000);
  }
  assert.deepEqual(world.site().badges, ['reinstalled']);
  world.adopt(LAB, { n: 2, retired: [{ from: 20, to: 20 }] });
  assert.deepEqual(world.site().badges, []);
  assert.equal(world.record(KEY)?.state, 'closed');
});

test('FS-70: two boots alive by turns raise "two devices use this identity", on this console only', () => {
  const world = makeWorld();
  for (let turn = 1; turn <= 4; turn += 1) {
    world.say(LAB, 'state/health', { boot: 20, seq: turn });
    world.say(LAB, 'state/health', { boot: 3, seq: turn });
    world.pass(60_000);
  }
  const [alert] = world.open('two_devices');
  assert.equal(alert?.key, `local/two_devices.${LAB}`);
  assert.equal(alert?.source, 'local');
  assert.ok(world.site().badges.includes('two_devices'));
  world.pass(16 * 60_000);
  assert.equal(world.open('two_devices').length, 0, 'over when the lower boot was quiet for 15 minutes');
});

test('FS-71: a re-installed router whose old one is silent is not two devices', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { boot: 20, seq: 1 });
  world.say(LAB, 'state/health', { boot: 20, seq: 2 });
  for (let seq = 1; seq <= 6; seq += 1) {
    world.pass(60_000);
    world.say(LAB, 'state/health', { boot: 3, seq });
  }
  assert.deepEqual(world.site().badges, ['reinstalled']);
  assert.equal(world.open('two_devices').length, 0);
});

test('FS-81: a lower boot that was quiet for 15 minutes while the known one lives was no re-install', () => {
  const world = makeWorld();
  for (const seq of [1, 2]) world.say(LAB, 'state/health', { boot: 20, seq });
  for (const seq of [1, 2, 3]) {
    world.say(LAB, 'state/health', { boot: 3, seq });
    world.pass(60_000);
  }
  world.pass(15 * 60_000);
  assert.deepEqual(world.site().badges, ['reinstalled'], 'both are silent: the question stands');
  world.say(LAB, 'state/health', { boot: 20, seq: 3 });
  assert.deepEqual(world.site().badges, []);
});

test('FS-72: a gap in event seq is shown, and gone when the missing event comes', () => {
  const world = makeWorld();
  world.say(LAB, 'event/rollup', { seq: 7 });
  assert.deepEqual(world.site().badges, [], 'the first event is where we came in');
  world.say(LAB, 'event/rollup', { seq: 9 });
  assert.deepEqual(world.site().badges, ['event_gap']);
  world.say(LAB, 'event/rollup', { seq: 8 });
  assert.deepEqual(world.site().badges, []);
  world.say(LAB, 'event/rollup', { boot: 11, seq: 12 });
  assert.deepEqual(world.site().badges, ['event_gap'], 'seq goes on over boots');
});

test('FS-73: a list of open alerts that covers a gap heals it', () => {
  const world = makeWorld();
  world.say(LAB, 'event/rollup', { seq: 7 });
  world.say(LAB, 'event/rollup', { seq: 11 });
  world.say(LAB, 'state/alerts', { event_seq: 9 });
  assert.deepEqual(world.site().badges, ['event_gap'], 'event 10 is still missing');
  world.say(LAB, 'state/alerts', { event_seq: 10 });
  assert.deepEqual(world.site().badges, []);
  world.say(LAB, 'event/rollup', { boot: 12, seq: 1 });
  assert.deepEqual(world.site().badges, [], 'a re-install starts seq anew');
});

test('FS-74: a site clock more than 2 minutes ahead is badged, and times are then the receive times', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { ts: START_TS + 120_000 });
  world.say(LAB, 'state/health', { ts: START_TS + 120_000 });
  assert.deepEqual(world.site().badges, []);
  world.say(LAB, 'state/health', { ts: START_TS + 121_000 });
  assert.deepEqual(world.site().badges, ['clock_skew']);
  assert.equal(world.site().skewMs, 121_000);
  world.alert(LAB, { id: 'A1', occurred_ts: START_TS + 121_000 });
  assert.equal(world.record(KEY)?.occurredTs, world.at().wallTs);
  assert.equal(world.open('clock_skew')[0]?.source, 'local');
});

test('FS-83: a site clock that was put right loses its badge once three minutes of states agree', () => {
  const world = makeWorld();
  const speak = (aheadMs: number): void => {
    world.say(LAB, 'state/health', { ts: world.at().wallTs + aheadMs });
    world.pass(60_000);
  };
  speak(180_000);
  speak(180_000);
  assert.deepEqual(world.site().badges, ['clock_skew']);
  speak(0);
  speak(180_000);
  speak(0);
  speak(0);
  assert.deepEqual(world.site().badges, ['clock_skew'], 'late states alone prove nothing');
  speak(0);
  speak(0);
  assert.deepEqual(world.site().badges, []);
  assert.equal(world.open('clock_skew').length, 0);
});

test('FS-75: where more than half of the live sites are skewed alike, the badge goes to this computer', () => {
  const world = makeWorld();
  const ids = ['BL-A-1', 'BL-A-2', 'BL-A-3', 'BL-A-4', 'BL-A-5'] as SiteId[];
  for (let round = 0; round < 2; round += 1) {
    for (const [index, id] of ids.entries())
      world.say(id, 'state/health', { ts: world.at().wallTs + (index < 3 ? 300_000 + index * 5_000 : 0) });
    world.pass(1_000);
  }
  assert.equal(world.open('this_computer').length, 1);
  for (const id of ids) assert.deepEqual(world.site(id).badges, []);
  assert.equal(world.open('clock_skew').length, 0);
});

test('FS-76: a ts of 0 is a clock that was never set: badged, and the receive time is shown', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { ts: 0 });
  assert.deepEqual(world.site().badges, ['clock_unset']);
  assert.equal(world.site().healthTs, world.at().wallTs);
  world.alert(LAB, { id: 'A1', ts: 0, occurred_ts: undefined });
  assert.equal(world.record(KEY)?.occurredTs, world.at().wallTs);
  world.say(LAB, 'state/health');
  assert.deepEqual(world.site().badges, []);
});

test('FS-82: after a re-install was accepted nothing is compared with what the old boots said', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { boot: 20, seq: 50, ts: START_TS + 600_000 });
  world.say(LAB, 'state/alerts', { boot: 20, seq: 51, event_seq: 400 });
  world.say(LAB, 'event/rollup', { boot: 20, seq: 400 });
  world.pass(400_000, 10_000);
  world.say(LAB, 'state/health', { boot: 20, seq: 50 });
  world.adopt(LAB, { n: 2, retired: [{ from: 20, to: 20 }] });
  for (const seq of [1, 2]) world.say(LAB, 'state/health', { boot: 3, seq });
  world.say(LAB, 'event/rollup', { boot: 3, seq: 1 });
  assert.deepEqual(world.site().badges, [], 'neither the old clock nor a gap up to the old events');
  world.say(LAB, 'event/rollup', { boot: 3, seq: 3 });
  assert.deepEqual(world.site().badges, ['event_gap'], 'the old list does not cover the new gap');
  world.pass(400_000, 10_000);
  const op = { n: 1, kind: 'take', by: 'Ana', ts: 1 };
  const body = { v: 1, exp_ts: 9_000_000_000_000, ops: { '0badcafe-1': op } };
  world.desk({ kind: 'desk/alert', site: LAB, id: 'site_offline.3.1', body });
  assert.equal(world.open('site_offline')[0]?.handling?.owner?.by, 'Ana');
});
