import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { makeWorld } from '../testing/fleet-world.ts';
import type { World } from '../testing/fleet-world.ts';

const MINUTE = 60_000;
const idsOf = (count: number): SiteId[] => Array.from({ length: count }, (_, index) => `BL-S${index}-1` as SiteId);

const speak = (world: World, ids: readonly SiteId[]): void => {
  for (const id of ids) world.say(id, 'state/health');
};

/** Every minute the given sites speak; the others are silent. */
const passWith = (world: World, minutes: number, ids: readonly SiteId[]): void => {
  for (let minute = 0; minute < minutes; minute += 1) {
    world.pass(MINUTE);
    speak(world, ids);
  }
};

const unknownIn = (world: World, ids: readonly SiteId[]): SiteId[] =>
  ids.filter((id) => world.site(id).unknownReason === 'is_it_us');

test('FS-130: "is it us?" (b): more than half of the sites, silent together, are one alert of this console and unknown', () => {
  const world = makeWorld();
  const ids = idsOf(10);
  speak(world, ids);
  speak(world, ids);
  passWith(world, 2, ids.slice(6));
  assert.deepEqual(
    world.open('hub').map(({ values }) => values),
    [{ cause: 'sites_silent', sites: 6 }],
  );
  assert.deepEqual(unknownIn(world, ids), ids.slice(0, 6));
  passWith(world, 6, ids.slice(6));
  assert.equal(world.open('site_offline').length, 0, 'none is raised alone');
});

test('FS-131: half of the sites, or three of them, are no outage of ours', () => {
  for (const [of, silent] of [
    [10, 5],
    [4, 3],
  ] as const) {
    const world = makeWorld();
    const ids = idsOf(of);
    speak(world, ids);
    speak(world, ids);
    passWith(world, 6, ids.slice(silent));
    assert.equal(world.open('hub').length, 0);
    assert.equal(world.open('site_offline').length, silent);
  }
});

test('FS-132: sites whose last life lies further apart than 120 s did not fall silent together', () => {
  const world = makeWorld();
  world.rule('r1', { kind: 'site_offline', after_s: 3_600 });
  const ids = idsOf(6);
  speak(world, ids);
  speak(world, ids);
  for (const gone of [1, 2, 3, 4, 5, 6]) {
    world.pass(50_000);
    speak(world, ids.slice(gone));
    world.pass(41_000);
    speak(world, ids.slice(gone));
  }
  world.pass(3 * MINUTE);
  assert.equal(world.open('hub').length, 0);
});

test('FS-133: sites with a silence alert of their own do not count towards "is it us?"', () => {
  const world = makeWorld();
  const ids = idsOf(10);
  speak(world, ids);
  speak(world, ids);
  for (const id of ids.slice(0, 2)) {
    world.bridge(id, true);
    world.will(id);
  }
  passWith(world, 3, ids.slice(7));
  assert.equal(world.open('agent_silent').length, 2);
  assert.equal(world.open('hub').length, 0, 'seven are silent, but only five without an alert of their own');
});

test('FS-134: (b) ends when half or fewer of its sites are still silent; those are raised each with its own id', () => {
  const world = makeWorld();
  const ids = idsOf(10);
  speak(world, ids);
  speak(world, ids);
  passWith(world, 2, ids.slice(6));
  passWith(world, 4, ids.slice(2));
  assert.equal(world.open('hub').length, 0);
  assert.deepEqual(
    world
      .open('site_offline')
      .map(({ key }) => key)
      .sort(),
    ids.slice(0, 2).map((id) => `${id}/site_offline.10.2`),
  );
});

test('FS-135: (b) ends after 15 minutes; the rest is raised and triggers no second one before it has spoken', () => {
  const world = makeWorld();
  const ids = idsOf(12);
  world.rule('r1', { kind: 'site_offline', after_s: 1_800, scope: { sites: ids.slice(0, 8) } });
  speak(world, ids);
  speak(world, ids);
  passWith(world, 16, ids.slice(10));
  assert.equal(world.open('hub').length, 1);
  passWith(world, 1, ids.slice(10));
  assert.equal(world.open('hub').length, 0);
  assert.equal(world.open('site_offline').length, 2);
  passWith(world, 3, ids.slice(11));
  assert.equal(world.open('hub').length, 0, 'eight are still silent without an alert, but have not spoken');
  passWith(world, 11, ids.slice(11));
  assert.equal(world.open('site_offline').length, 11);
});

test('FS-136: a site that speaks leaves "unknown" at once', () => {
  const world = makeWorld();
  const ids = idsOf(10);
  speak(world, ids);
  speak(world, ids);
  passWith(world, 2, []);
  assert.equal(unknownIn(world, ids).length, 10);
  speak(world, ids.slice(0, 1));
  assert.equal(world.site(ids[0] as SiteId).status, 'ok');
  assert.equal(unknownIn(world, ids).length, 9);
});

test('FS-137: who falls silent later with the same last signs of life joins; who was left over by one does not trigger the next', () => {
  const world = makeWorld();
  const ids = idsOf(10);
  speak(world, ids);
  speak(world, ids);
  world.pass(30_000);
  speak(world, ids.slice(7));
  world.pass(70_000);
  assert.equal(unknownIn(world, ids).length, 7);
  world.pass(30_000);
  assert.equal(unknownIn(world, ids).length, 10);
});
