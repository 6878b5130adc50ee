import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { LAB, makeWorld } from '../testing/fleet-world.ts';
import { addDue, emptyDueWheel, takeDue } from './due.ts';

const other = 'BL-LAB-2' as SiteId;

test('FS-258: a site is due once, at the first tick at or after its time, however long the tick was away', () => {
  let wheel = addDue(addDue(emptyDueWheel(0), LAB, 1_500), other, 9_000_000);
  assert.deepEqual([...takeDue(wheel, 1_999).sites], []);
  const first = takeDue(wheel, 2_000);
  assert.deepEqual([...first.sites], [LAB]);
  wheel = first.wheel;
  assert.deepEqual([...takeDue(wheel, 8_999_999).sites], []);
  assert.deepEqual([...takeDue(wheel, 90_000_000).sites], [other]);
});

test('FS-259: a time that has passed is due at the next tick', () => {
  const { wheel } = takeDue(emptyDueWheel(0), 60_000);
  assert.deepEqual([...takeDue(addDue(wheel, LAB, 1_000), 61_000).sites], [LAB]);
});

test('FS-260: a tick changes nothing of sites whose time has not come, and writes nothing', () => {
  const world = makeWorld();
  for (let index = 0; index < 50; index += 1) {
    for (const seq of [1, 2]) world.say(`BL-D${index}-1` as SiteId, 'state/health', { seq });
  }
  const before = world.state.sites;
  world.pass(90_000);
  assert.equal(world.state.sites, before);
});
