import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { HUB, LAB, makeWorld } from '../testing/fleet-world.ts';
import type { World } from '../testing/fleet-world.ts';

const MINUTE = 60_000;

/** A site that has proved life just now: one state as baseline, one above it. */
const alive = (world: World, site: SiteId = LAB): void => {
  world.say(site, 'state/health');
  world.say(site, 'state/health');
};

test('FS-100: life is a live state above the known one of its topic; the first one is only the baseline', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { seq: 5 });
  assert.equal(world.site().lastLifeTs, undefined, 'the baseline');
  world.say(LAB, 'state/health', { seq: 6 }, { retained: true });
  assert.equal(world.site().lastLifeTs, undefined, 'stored before we subscribed');
  world.say(LAB, 'state/health', { seq: 6 });
  assert.equal(world.site().lastLifeTs, undefined, 'known');
  world.say(LAB, 'state/cameras', { seq: 7 });
  assert.equal(world.site().lastLifeTs, undefined, 'the baseline of another topic');
  world.say(LAB, 'state/health', { seq: 8 });
  assert.equal(world.site().lastLifeTs, world.at().wallTs);
  assert.equal(world.site().link, 'up');
});

test('FS-101: a known state that is sent again live proves the bridge only', () => {
  const world = makeWorld();
  alive(world);
  for (let minute = 0; minute < 8; minute += 1) {
    world.pass(MINUTE);
    world.say(LAB, 'state/health', { seq: 2 });
  }
  assert.equal(world.site().link, 'stale');
  assert.equal(world.open('site_offline').length, 0);
});

test('FS-102: events prove neither life nor bridge', () => {
  const world = makeWorld();
  alive(world);
  for (let minute = 0; minute < 6; minute += 1) {
    world.pass(MINUTE);
    world.say(LAB, 'event/rollup');
  }
  assert.equal(world.open('site_offline').length, 1);
});

test('FS-103: the link is up within 95 s of life and stale after', () => {
  const world = makeWorld();
  alive(world);
  world.pass(94_000);
  assert.equal(world.site().link, 'up');
  world.pass(1_000);
  assert.equal(world.site().link, 'stale');
  assert.equal(world.site().status, 'ok', 'the pin keeps its status');
});

test('FS-104: the link is down at once when every connected hub says 0', () => {
  const world = makeWorld({ hubs: [HUB, 'hub-2'] });
  alive(world);
  world.bridge(LAB, false);
  assert.equal(world.site().link, 'up', 'absent at the other hub is no evidence');
  world.bridge(LAB, false, { hub: 'hub-2' });
  assert.equal(world.site().link, 'down');
  world.bridge(LAB, true, { hub: 'hub-2' });
  assert.equal(world.site().link, 'up');
});

test('FS-105: site_offline after 5 minutes without life and bridge, critical, by its shared id', () => {
  const world = makeWorld();
  alive(world);
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.open('site_offline').length, 0);
  world.pass(1_000);
  const [alert] = world.open('site_offline');
  assert.equal(alert?.id, 'site_offline.10.2');
  assert.equal(alert?.severity, 'critical');
  assert.equal(world.site().status, 'offline');
});

test('FS-106: while a connected hub says 1 the bridge counts as proven; silence begins when it says so no more', () => {
  const world = makeWorld({ hubs: [HUB, 'hub-2'] });
  alive(world);
  world.bridge(LAB, true, { hub: 'hub-2' });
  world.bridge(LAB, false);
  world.pass(10 * MINUTE);
  assert.equal(world.open('site_offline').length, 0);
  world.bridge(LAB, false, { hub: 'hub-2' });
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.open('site_offline').length, 0);
  world.pass(1_000);
  assert.equal(world.open('site_offline').length, 1);
});

test('FS-107: site_offline resolves itself with life, with a state sent again, and with a bridge that comes up', () => {
  const proofs: readonly ((world: World) => void)[] = [
    (world) => world.say(LAB, 'state/health'),
    (world) => world.say(LAB, 'state/health', { seq: 1 }),
    (world) => world.bridge(LAB, true),
  ];
  for (const prove of proofs) {
    const world = makeWorld();
    alive(world);
    world.pass(6 * MINUTE);
    assert.equal(world.open('site_offline').length, 1);
    prove(world);
    assert.equal(world.open('site_offline').length, 0);
    assert.equal(world.site().status, 'ok');
  }
});

test('FS-108: agent_silent after 5 minutes without life while the bridge is up; it ends only with life', () => {
  const world = makeWorld();
  alive(world);
  world.bridge(LAB, true);
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.open('agent_silent').length, 0);
  world.pass(1_000);
  const [alert] = world.open('agent_silent');
  assert.equal(alert?.id, 'agent_silent.10.2');
  assert.equal(alert?.severity, 'warning');
  assert.equal(world.site().status, 'offline');
  world.say(LAB, 'state/health', { seq: 1 });
  world.bridge(LAB, false);
  assert.equal(world.open('agent_silent').length, 1);
  world.say(LAB, 'state/health');
  assert.equal(world.open('agent_silent').length, 0);
});

test('FS-109: a last will older than 60 s with the bridge up is agent_silent', () => {
  const world = makeWorld();
  alive(world);
  world.bridge(LAB, true);
  world.will(LAB);
  world.pass(59_000);
  assert.equal(world.open('agent_silent').length, 0);
  world.pass(1_000);
  assert.equal(world.open('agent_silent').length, 1);
});

test('FS-110: agent_silent is not raised while site_offline is open, nor before the bridge has been up as long', () => {
  const world = makeWorld();
  alive(world);
  world.will(LAB);
  world.bridge(LAB, false);
  world.pass(10 * MINUTE);
  assert.equal(world.open('site_offline').length, 1);
  assert.equal(world.open('agent_silent').length, 0);
  world.bridge(LAB, true);
  world.pass(59_000);
  assert.equal(world.open('agent_silent').length, 0, 'the agent has its time to speak after the outage');
  world.pass(1_000);
  assert.equal(world.open('agent_silent').length, 1);
});

/** One outage of six minutes, then life again. */
const episode = (world: World): void => {
  world.pass(6 * MINUTE);
  world.say(LAB, 'state/health');
};

test('FS-111: the third site_offline within 60 minutes raises unstable_link by the id of that episode', () => {
  const world = makeWorld();
  alive(world);
  episode(world);
  episode(world);
  assert.equal(world.open('unstable_link').length, 0);
  world.pass(6 * MINUTE);
  assert.equal(world.open('unstable_link')[0]?.id, 'unstable_link.10.4');
  assert.equal(world.open('site_offline')[0]?.id, 'site_offline.10.4');
});

test('FS-112: episodes further apart than 60 minutes are no unstable link', () => {
  const world = makeWorld();
  alive(world);
  for (let turn = 0; turn < 4; turn += 1) {
    episode(world);
    for (let minute = 0; minute < 26; minute += 1) {
      world.pass(MINUTE);
      world.say(LAB, 'state/health');
    }
  }
  assert.equal(world.open('unstable_link').length, 0);
});

test('FS-113: under unstable_link a site_offline is its child with full status, silent for its first 15 minutes', () => {
  const world = makeWorld();
  alive(world);
  episode(world);
  episode(world);
  world.pass(5 * MINUTE);
  const [parent] = world.open('unstable_link');
  assert.equal(world.open('site_offline')[0]?.parent, parent?.key);
  assert.equal(world.open('site_offline')[0]?.quiet, true);
  assert.equal(world.site().status, 'offline');
  world.pass(15 * MINUTE - 1_000);
  assert.equal(world.open('site_offline')[0]?.quiet, true);
  world.pass(1_000);
  assert.equal(world.open('site_offline')[0]?.quiet, false);
});

test('FS-114: unstable_link closes after 60 minutes without an episode', () => {
  const world = makeWorld();
  alive(world);
  for (let turn = 0; turn < 3; turn += 1) episode(world);
  const livesFor = (minutes: number): void => {
    for (let minute = 0; minute < minutes; minute += 1) {
      world.pass(MINUTE);
      world.say(LAB, 'state/health');
    }
  };
  livesFor(59);
  assert.equal(world.open('unstable_link').length, 1);
  livesFor(1);
  assert.equal(world.open('unstable_link').length, 0);
});

test('FS-115: silence counts only while a hub is connected', () => {
  const world = makeWorld();
  alive(world);
  world.pass(3 * MINUTE);
  world.disconnect();
  world.pass(60 * MINUTE);
  world.connect();
  world.pass(2 * MINUTE - 1_000);
  assert.equal(world.open('site_offline').length, 0);
  world.pass(1_000);
  assert.equal(world.open('site_offline').length, 1);
});

test('FS-116: a tick more than 10 s late by wall time means we slept: subscribe again, restart every silence clock', () => {
  const world = makeWorld();
  alive(world);
  world.pass(4 * MINUTE);
  assert.equal(world.sleep(10_000).requests, undefined, '10 s are not more than 10 s');
  assert.deepEqual(world.sleep(11_000).requests, ['resubscribe']);
  assert.equal(world.site().link, 'stale', 'what was up before the sleep is not known to be up');
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.open('site_offline').length, 0);
  world.pass(1_000);
  assert.equal(world.open('site_offline').length, 1);
});

test('FS-117: nothing is raised for 95 s after a sleep', () => {
  const world = makeWorld();
  world.desk({ kind: 'desk/rule', id: 'r1', body: { v: 1, n: 1, console: 'c0ffee01', by: 'Ana', ts: 1, scope: { all: true }, kind: 'site_offline', after_s: 20 } });
  alive(world);
  world.pass(10_000);
  world.sleep(3_600_000);
  world.pass(93_000);
  assert.equal(world.open('site_offline').length, 0);
  world.pass(2_000);
  assert.equal(world.open('site_offline').length, 1);
});

test('FS-118: after a restart silence starts anew, and the last known status stays meanwhile', () => {
  const world = makeWorld();
  alive(world);
  world.pass(4 * MINUTE);
  world.restart();
  assert.equal(world.site().status, 'ok');
  assert.equal(world.site().link, 'stale');
  world.connect();
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.open('site_offline').length, 0);
  world.pass(1_000);
  assert.equal(world.open('site_offline').length, 1);
});

test('FS-119: a site that never spoke to this console is unknown until it speaks or its full threshold was watched', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { ts: world.at().wallTs - MINUTE }, { retained: true });
  assert.equal(world.site().status, 'unknown');
  assert.equal(world.site().unknownReason, 'watching');
  assert.equal(world.site().lastStatus, 'ok');
  assert.equal(world.site().lastStatusTs, world.at().wallTs - MINUTE, 'last report says');
  world.restart();
  world.connect();
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.site().status, 'unknown');
  world.pass(1_000);
  assert.equal(world.site().status, 'offline');
});

test('FS-120: "is it us?" (a): no hub for 95 s is one alert of this console; every site is unknown, none is raised', () => {
  const world = makeWorld();
  alive(world);
  world.disconnect();
  assert.equal(world.site().status, 'ok');
  assert.equal(world.site().link, 'stale', 'ringed at once');
  world.pass(94_000);
  assert.equal(world.site().status, 'ok');
  world.pass(1_000);
  assert.equal(world.site().status, 'unknown');
  assert.equal(world.site().unknownReason, 'no_hub');
  assert.equal(world.site().lastStatus, 'ok');
  assert.deepEqual(world.open('hub').map(({ key, severity, values }) => ({ key, severity, values })), [
    { key: 'local/hub', severity: 'critical', values: { cause: 'no_hub' } },
  ]);
  world.pass(10 * MINUTE);
  assert.equal(world.open('site_offline').length, 0);
  world.connect();
  assert.equal(world.open('hub').length, 0);
  assert.equal(world.site().status, 'ok');
});

test('FS-121: a rule of the desk sets how long a region or tag may be silent', () => {
  const world = makeWorld();
  world.say(LAB, 'state/site', { region: 'south', tags: ['vip'] });
  world.desk({ kind: 'desk/rule', id: 'r1', body: { v: 1, n: 1, console: 'c0ffee01', by: 'Ana', ts: 1, scope: { tags: ['vip'] }, kind: 'site_offline', after_s: 120 } });
  alive(world);
  world.pass(2 * MINUTE - 1_000);
  assert.equal(world.open('site_offline').length, 0);
  world.pass(1_000);
  assert.equal(world.open('site_offline').length, 1);
});

test('FS-122: a bridge state that came before the first document of its site is not lost', () => {
  const world = makeWorld();
  world.bridge(LAB, true);
  assert.deepEqual(world.tables.sites, {});
  world.say(LAB, 'state/health', {}, { retained: true });
  assert.deepEqual(world.site().bridges, { [HUB]: 'up' });
});

test('FS-123: what a hub said of bridges ends with its connection', () => {
  const world = makeWorld({ hubs: [HUB, 'hub-2'] });
  alive(world);
  world.bridge(LAB, true);
  world.disconnect();
  assert.deepEqual(world.site().bridges, { 'hub-2': 'absent' });
  world.pass(5 * MINUTE);
  assert.equal(world.open('site_offline').length, 1, 'silence counts from the end of that connection');
});

test('FS-124: pending, ignored and decommissioned sites raise nothing', () => {
  const world = makeWorld({ showAllAsAdopted: false });
  world.adopt('BL-LAB-9' as SiteId);
  world.quiet();
  alive(world);
  world.alert(LAB, { id: 'A1' });
  world.pass(10 * MINUTE);
  assert.equal(world.site().adoption, 'pending');
  assert.equal(Object.keys(world.tables.alerts).filter((key) => key.startsWith(LAB)).length, 0);
  world.adopt(LAB);
  assert.equal(world.record(`${LAB}/A1`)?.state, 'open', 'what the site said meanwhile is known once it counts');
  world.pass(5 * MINUTE);
  assert.equal(world.record(`${LAB}/site_offline.10.2`)?.state, 'open', 'its silence counts from then');
  world.adopt(LAB, { n: 3, state: 'decommissioned' });
  assert.equal(Object.keys(world.tables.alerts).filter((key) => key.startsWith(LAB)).length, 0);
});
