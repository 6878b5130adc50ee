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
