import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { heldOrder, mergeOrder, unseenOf } from './order.ts';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

test('Merging what moved into a sorted list equals sorting it all', () => {
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'), { maxLength: 10 });
  fc.assert(
    fc.property(keys, keys, (list, moved) => {
      const kept = moved.filter((_, index) => index % 2 === 0);
      const rest = list.filter((key) => !moved.includes(key));
      assert.deepEqual(
        mergeOrder([...list].sort(byText), list.filter((key) => moved.includes(key)), kept, byText, byText),
        [...rest, ...kept].sort(byText),
      );
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
