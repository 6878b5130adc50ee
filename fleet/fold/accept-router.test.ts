import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { acceptedRouter, isRetired } from '../desk/retired.ts';
import type { ConsoleId } from '../ids.ts';
import { LAB, makeWorld } from '../testing/fleet-world.ts';
import type { DeskSite } from '../wire/desk-site.ts';

const AUTHOR = { console: 'c0ffee01' as ConsoleId, by: 'ana', ts: 1_800_000_000_000 };

/** A router that reported as these boots; then another one, whose boot is lower, lives in its place. */
const replaced = (boots: readonly number[], lower: number) => {
  const world = makeWorld();
  for (const boot of boots) world.say(LAB, 'state/health', { boot, seq: 1 });
  for (const seq of [1, 2, 3]) {
    world.say(LAB, 'state/health', { boot: lower, seq });
    // A topic on which the old one never spoke: its lowest boot is the new one's.
    world.say(LAB, 'state/inventory', { boot: lower, seq });
    world.pass(60_000);
  }
  return world;
};

test('FS-703: the record names the boots of the router before, never that of the new one; accepting retires just them', () => {
  const boots = fc.uniqueArray(fc.integer({ min: 10, max: 90 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(boots, fc.integer({ min: 1, max: 9 }), (some, lower) => {
      const sorted = [...some].sort((a, b) => a - b);
      const world = replaced(sorted, lower);
      const { oldBoots, badges } = world.site();
      assert.ok(badges.includes('reinstalled') && oldBoots !== undefined);
      const document = acceptedRouter(undefined, oldBoots, AUTHOR);
      assert.equal(isRetired(document, lower), false);
      assert.equal(isRetired(document, sorted.at(-1)!), true);
      world.adopt(LAB, { n: 2, retired: document!.retired });
      assert.deepEqual(world.site().badges, []);
      assert.equal(world.site().oldBoots, undefined);
    }),
    { seed: 703, numRuns: 60 },
  );
});

test('FS-703: accepting keeps what is in the document, adopts a site that nobody decided about, and no decommissioned one', () => {
  const known = { v: 1, n: 4, console: 'bbbbbbbb', by: 'ben', ts: 1, state: 'ignored', retired: [{ from: 1, to: 3 }], later: 'x' };
  const next = acceptedRouter(known as never, { from: 4, to: 9 }, AUTHOR) as DeskSite & { readonly later?: string };
  assert.deepEqual(next, { ...known, ...AUTHOR, n: 5, retired: [{ from: 1, to: 9 }] });
  assert.equal(acceptedRouter(undefined, { from: 4, to: 9 }, AUTHOR)?.state, 'adopted');
  assert.equal(acceptedRouter({ ...known, state: 'decommissioned' } as never, { from: 4, to: 9 }, AUTHOR), undefined);
});

test('FS-939: what only the list of the old router had ended is open again once the new one is accepted, and hubs are read anew', () => {
  const world = makeWorld();
  world.say(LAB, 'state/health', { boot: 20, seq: 50 });
  world.say(LAB, 'state/alerts', { boot: 20, seq: 51, event_seq: 400 });
  for (const id of ['OPEN', 'OVER']) world.alert(LAB, { id, boot: 3, seq: id === 'OPEN' ? 1 : 2, kind: 'hot' });
  world.alert(LAB, { id: 'OVER', boot: 3, seq: 3, rev: 2, op: 'close', kind: 'hot' });
  assert.deepEqual(world.open('hot'), [], 'by the list in force both are history');
  const { requests } = world.adopt(LAB, { n: 2, retired: [{ from: 20, to: 20 }] });
  assert.deepEqual(requests, ['reread']);
  assert.deepEqual(world.open('hot').map(({ id }) => id), ['OPEN']);
  world.say(LAB, 'state/alerts', { boot: 3, seq: 9, event_seq: 3, open: [{ id: 'OPEN', rev: 1, kind: 'hot', severity: 'warning', object: 'site' }] });
  assert.deepEqual(world.open('hot').map(({ id }) => id), ['OPEN']);
  world.alert(LAB, { id: 'OPEN', boot: 3, seq: 4, rev: 2, op: 'close', kind: 'hot' });
  assert.deepEqual(world.open('hot'), []);
});
