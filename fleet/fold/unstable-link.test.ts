import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { LAB, makeWorld } from '../testing/fleet-world.ts';
import type { World } from '../testing/fleet-world.ts';

const MINUTE = 60_000;

/** A site that has proved life just now: one state as baseline, one above it. */
const alive = (world: World, site: SiteId = LAB): void => {
  world.say(site, 'state/health');
  world.say(site, 'state/health');
};

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
