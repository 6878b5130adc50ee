import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HAPPENINGS, happen, newWorld, settle } from '../testing/desk-world.ts';
import type { Happening } from '../testing/desk-world.ts';
import { foldOperations, refusedOf } from './fold-operations.ts';
import { isExpired } from './operations.ts';
import { deskPayload } from './sync.ts';

const happeningsArbitrary = (whats: readonly Happening['what'][], maxLength: number): fc.Arbitrary<Happening[]> =>
  fc.array(
    fc.record({ what: fc.constantFrom(...whats), c: fc.nat({ max: 2 }), h: fc.nat({ max: 1 }), x: fc.nat({ max: 99 }) }),
    { maxLength, size: 'max' },
  );

const RUNS = { seed: 325, numRuns: 250 };

const settledWorld = (happenings: readonly Happening[]): ReturnType<typeof newWorld> => {
  const world = newWorld();
  for (const happening of happenings) happen(world, happening);
  settle(world);
  return world;
};

test('FS-325: when all are connected and quiet every console and hub holds equal bytes', () => {
  fc.assert(
    fc.property(happeningsArbitrary(HAPPENINGS, 80), (happenings) => {
      const { consoles, hubs } = settledWorld(happenings);
      const bytes = consoles.map(({ shared }) => shared.known && deskPayload(shared.known));
      assert.equal(new Set([...bytes, ...hubs.map(({ retained }) => retained)]).size, 1);
    }),
    RUNS,
  );
});

test('FS-326: no operation is lost, over any cuts, orders, doubles, clearings and hub restarts', () => {
  fc.assert(
    fc.property(happeningsArbitrary(HAPPENINGS, 80), (happenings) => {
      const { consoles } = settledWorld(happenings);
      for (const { wrote } of consoles) for (const id of wrote) assert.ok(consoles[0]?.shared.known?.ops[id] !== undefined, id);
    }),
    RUNS,
  );
});

test('FS-327: each take that does not stand is undone, replaced by one that saw it, or refused before its author', () => {
  fc.assert(
    fc.property(happeningsArbitrary(HAPPENINGS, 80), (happenings) => {
      for (const { id: console, shared } of settledWorld(happenings).consoles) {
        if (shared.known === undefined) continue;
        const folded = foldOperations(shared.known);
        const { ops } = shared.known;
        const refused = new Set(refusedOf(folded, console).map(({ id }) => id));
        const replaced = new Set(Object.values(ops).map(({ saw }) => saw));
        for (const [id, { kind }] of Object.entries(ops)) {
          if (kind !== 'take' || !id.startsWith(console) || id === folded.ownership?.id) continue;
          assert.ok(folded.undone.has(id) || replaced.has(id) || refused.has(id), id);
        }
      }
    }),
    RUNS,
  );
});

test('FS-320: once a set is over nobody publishes it, and its authors clear it from hubs that expire nothing', () => {
  fc.assert(
    fc.property(happeningsArbitrary([...HAPPENINGS, 'later'], 60), (happenings) => {
      const world = newWorld([5, 4]);
      for (const happening of happenings) happen(world, happening);
      settle(world);
      for (let weeks = 0; weeks < 8; weeks += 1) happen(world, { what: 'later', c: 0, h: 0, x: 8 });
      const before = world.publications;
      settle(world);
      assert.equal(world.publications, before);
      assert.ok(world.consoles.every(({ shared }) => shared.known === undefined || isExpired(shared.known, world.wallTs)));
      assert.equal(world.hubs[1]?.retained, undefined);
    }),
    { seed: 320, numRuns: 200 },
  );
});
