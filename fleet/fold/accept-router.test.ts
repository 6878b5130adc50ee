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
