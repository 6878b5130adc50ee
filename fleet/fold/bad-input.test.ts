import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { LAB, makeWorld } from '../testing/fleet-world.ts';

test('FS-77: an empty retained payload makes its topic unknown and never deletes the site', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { seq: 3, cpu_pct: 5 });
  world.say(LAB, 'state/health', { seq: 4, cpu_pct: 6 });
  world.deliver({ kind: 'cleared', of: 'state/health', site: LAB }, { retained: true });
  assert.equal(world.site().status, 'unknown');
  assert.equal(world.site().unknownReason, 'cleared');
  assert.equal(world.site().lastStatus, 'ok');
  assert.equal(world.site().cpuPct, undefined);
  const life = world.site().lastLifeTs;
  world.pass(1_000);
  world.say(LAB, 'state/health', { seq: 4, cpu_pct: 6 });
  assert.equal(world.site().cpuPct, 6, 'the same document fills the topic again');
  assert.equal(world.site().lastLifeTs, life, 'but it is no life');
  assert.equal(world.site().status, 'ok');
});

test('FS-78: three rejects of a site in ten minutes mark it "data degraded" until ten minutes have fewer', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health');
  world.reject('json', LAB);
  world.pass(200_000);
  world.reject('schema', LAB);
  assert.deepEqual(world.site().badges, []);
  world.pass(399_000);
  world.reject('schema', LAB);
  assert.deepEqual(world.site().badges, ['data_degraded']);
  assert.equal(world.open('data_degraded').length, 1);
  assert.equal(world.counted(`rejected.schema:${LAB}`), 2);
  world.pass(2_000);
  assert.deepEqual(world.site().badges, [], 'the first reject is ten minutes old');
  assert.equal(world.open('data_degraded').length, 0);
});

test('FS-79: another major version asks for a newer console until the topic is understood again', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { cpu_pct: 5 });
  world.reject('version', LAB, 'state/health');
  assert.deepEqual(world.site().badges, ['needs_newer_console']);
  assert.equal(world.site().cpuPct, 5, 'the last good value stays');
  world.say(LAB, 'state/cameras');
  assert.deepEqual(world.site().badges, ['needs_newer_console']);
  world.say(LAB, 'state/health');
  assert.deepEqual(world.site().badges, []);
});

test('FS-80: counters by site are bounded, and what comes beyond is summed up', () => {
  const world = makeWorld();
  for (let index = 0; index < 700; index += 1) world.reject('json', `BL-X${index}-1` as SiteId);
  const counters = Object.values(world.tables.counters);
  assert.equal(
    counters.reduce((sum, { n }) => sum + n, 0),
    700,
  );
  assert.equal(world.counted('rejected.json:*'), 100);
  assert.equal(counters.length, 601);
});
