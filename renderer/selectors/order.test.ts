import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { heldOrder, mergeOrder, unseenOf } from './order.ts';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

test('FS-751: a list kept up with what moved equals the list sorted anew, be it few or most of it', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `k${index}`);
  const ranks = fc.array(fc.option(fc.nat(20), { nil: undefined }), { minLength: 60, maxLength: 60 });
  const listOf = (rankOf: (id: string) => number | undefined) => {
    const compare = (a: string, b: string): number => rankOf(a)! - rankOf(b)! || byText(a, b);
    return { compare, list: ids.filter((id) => rankOf(id) !== undefined).sort(compare) };
  };
  fc.assert(
    fc.property(ranks, ranks, fc.constantFrom(2, 5, 60), (first, then, share) => {
      const moves = (id: string): boolean => ids.indexOf(id) % 60 < share;
      const before = listOf((id) => first[ids.indexOf(id)]);
      const after = listOf((id) => (moves(id) ? then : first)[ids.indexOf(id)]);
      const [left, kept] = [before.list.filter(moves), after.list.filter(moves)];
      assert.deepEqual(mergeOrder(before.list, left, kept, before.compare, after.compare), after.list);
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('An order in which nothing moved is the same object', () => {
  const order = ['a', 'b', 'c'];
  assert.equal(mergeOrder(order, ['b'], ['b'], byText, byText), order);
});

test('FS-710: under the pointer rows keep their places, also those that are over, and new ones come last', () => {
  assert.deepEqual(heldOrder(['a', 'b', 'c'], ['x', 'c', 'a']), ['a', 'b', 'c', 'x']);
  const shown = ['a', 'b'];
  assert.equal(heldOrder(shown, ['b', 'a']), shown);
});

test('FS-756: what comes while the list is held or scrolled away is unseen until it can be seen', () => {
  const start = unseenOf({ seen: [], unseen: [] }, ['a', 'b'], false);
  assert.deepEqual(start, { seen: ['a', 'b'], unseen: [] });
  const held = unseenOf(start, ['x', 'b', 'a', 'y'], true);
  assert.deepEqual(held, { seen: ['a', 'b'], unseen: ['x', 'y'] });
  assert.equal(unseenOf(held, ['x', 'y', 'b'], true), held, 'nothing new: the same object');
  assert.deepEqual(unseenOf(held, ['y', 'b'], true).unseen, ['y'], 'one of them is over');
  assert.deepEqual(unseenOf(held, ['x', 'y', 'b'], false), { seen: ['x', 'y', 'b'], unseen: [] });
});
