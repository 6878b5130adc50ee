import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fleetSites } from './fleet-sites.ts';
import { PLACES } from './places.ts';
import { CYCLE_S, momentsBetween, storyOf } from './story.ts';

const thirty = fleetSites(30, 1);
const story = storyOf(thirty, PLACES.length, 1);

test('FS-678: the same seed gives the same fleet and the same story; another seed another fleet', () => {
  assert.deepEqual(fleetSites(200, 5), fleetSites(200, 5));
  assert.deepEqual(storyOf(fleetSites(200, 5), 30, 5), storyOf(fleetSites(200, 5), 30, 5));
  assert.notDeepEqual(fleetSites(200, 5), fleetSites(200, 6));
});

test('a greater fleet holds the smaller one unchanged', () => {
  assert.deepEqual(fleetSites(300, 1).slice(0, 100), fleetSites(100, 1));
});

test('a thousand sites have ids of their own, plausible places, one or two NVRs and 6 to 24 cameras', () => {
  const sites = fleetSites(1_000, 1);
  assert.equal(new Set(sites.map(({ site }) => site)).size, 1_000);
  assert.equal(new Set(sites.map(({ description }) => description.name)).size, 1_000);
  for (const { description, nvrs } of sites) {
    const { lat = 0, lon = 0 } = description;
    assert.ok(lat > 36 && lat < 61 && lon > -11 && lon < 26, description.name);
    const cameras = nvrs.reduce((sum, nvr) => sum + nvr.cameras.length, 0);
    assert.ok(nvrs.length >= 1 && nvrs.length <= 2 && cameras >= 6 && cameras <= 24, description.name);
    assert.match(description.contact?.email ?? '', /^[a-z.]+@[a-z]+\.example$/);
  }
});

test('the first ten minutes show an offline, a warning and an error site in time to be noticed', () => {
  const early = new Set(story.filter(({ atS }) => atS < 240).map(({ kind }) => kind));
  for (const kind of ['wan_down', 'agent_dies', 'cameras_offline', 'safe_mode', 'disk_fills'] as const) assert.ok(early.has(kind), kind);
  // Five minutes of silence make a site offline, and it must not be over by then.
  for (const step of story.filter(({ kind }) => kind === 'wan_down')) assert.ok(step.forS > 300);
});

test('FS-680: everything of the story ends within its cycle, so that it can begin again', () => {
  for (const { atS, forS, site, kind } of story) assert.ok(atS >= 0 && atS + forS < CYCLE_S, `${site} ${kind}`);
});

test('FS-681: at no time is more than half of the fleet silent: the story never looks like a fault of the console', () => {
  for (let s = 0; s < CYCLE_S; s += 10) {
    const silent = new Set(
      story.filter(({ kind, atS, forS }) => ['wan_down', 'silent', 'agent_dies'].includes(kind) && atS <= s && s <= atS + forS).map(({ site }) => site),
    );
    assert.ok(silent.size < thirty.length / 4);
  }
});

test('many sites stay quiet', () => {
  assert.ok(new Set(story.map(({ site }) => site)).size <= 20);
});

test('however the time is cut into turns, each moment comes once and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 12 }), (turns) => {
      let fromS = 0;
      const cut = turns.flatMap((turn) => {
        const moments = momentsBetween(story, fromS, fromS + turn, true);
        fromS += turn;
        return moments;
      });
      assert.deepEqual(cut, momentsBetween(story, 0, fromS, true));
    }),
    { seed: 91, numRuns: 50 },
  );
});

test('a story that does not repeat has one cycle', () => {
  assert.equal(momentsBetween(story, 0, 10 * CYCLE_S, false).length, 2 * story.length);
  assert.equal(momentsBetween(story, 0, 3 * CYCLE_S - 1, true).length, 6 * story.length);
});
