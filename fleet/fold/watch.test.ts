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
  world.rule('r1', { kind: 'site_offline', after_s: 20 });
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
  assert.deepEqual(
    world.open('hub').map(({ key, severity, values }) => ({ key, severity, values })),
    [{ key: 'local/hub', severity: 'critical', values: { cause: 'no_hub' } }],
  );
  world.pass(10 * MINUTE);
  assert.equal(world.open('site_offline').length, 0);
  world.connect();
  assert.equal(world.open('hub').length, 0);
  assert.equal(world.site().status, 'ok');
});

test('FS-121: a rule of the desk sets how long a region or tag may be silent', () => {
  const world = makeWorld();
  world.say(LAB, 'state/site', { region: 'south', tags: ['vip'] });
  world.rule('r1', { scope: { tags: ['vip'] }, kind: 'site_offline', after_s: 120 });
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

test('FS-125: what a hub says of bridges before it counts as connected is evidence from then on', () => {
  const world = makeWorld({ connected: false });
  world.bridge(LAB, true);
  world.say(LAB, 'state/health', {}, { retained: true });
  assert.deepEqual(world.site().bridges, {});
  world.pass(MINUTE);
  world.connect();
  assert.deepEqual(world.site().bridges, { [HUB]: 'up' });
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.open('agent_silent').length, 0);
  world.pass(1_000);
  assert.equal(world.open('agent_silent').length, 1);
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
  world.pass(5 * MINUTE - 1_000);
  assert.equal(world.open('site_offline').filter(({ site }) => site === LAB).length, 0, 'its silence counts from then');
  world.pass(1_000);
  assert.equal(world.record(`${LAB}/site_offline.10.2`)?.state, 'open');
  world.adopt(LAB, { n: 3, state: 'decommissioned' });
  assert.equal(Object.keys(world.tables.alerts).filter((key) => key.startsWith(LAB)).length, 0);
});
