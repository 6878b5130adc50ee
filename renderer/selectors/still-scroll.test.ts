import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stillScroll } from './still-scroll.ts';

const px = fc.integer({ min: 0, max: 5_000 });

test('FS-960: the content of a list that is moved stays where it is on the screen, however little there is to scroll', () => {
  fc.assert(
    fc.property(fc.integer({ min: -500, max: 5_000 }), px, px, (offsetPx, contentPx, viewPx) => {
      const { scrollTopPx, padTopPx, padBottomPx } = stillScroll(offsetPx, contentPx, viewPx);
      assert.equal(scrollTopPx - padTopPx, offsetPx);
      assert.ok(scrollTopPx >= 0 && padTopPx >= 0 && padBottomPx >= 0);
      // What a browser allows: it never scrolls further than the end of all that is in the list.
      assert.ok(scrollTopPx <= Math.max(0, padTopPx + contentPx + padBottomPx - viewPx));
      // No room is added that is not needed.
      if (offsetPx >= 0 && contentPx - viewPx >= offsetPx) assert.equal(padTopPx + padBottomPx, 0);
    }),
    { seed: 960, numRuns: 500 },
  );
});
