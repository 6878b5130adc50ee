import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FRAME_TOP, placeView } from './placement.ts';

test('FS-872: whatever place the window asks for, a page stays within it and below the frame', () => {
  const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const bounds = fc.record({ x: coordinate, y: coordinate, width: coordinate, height: coordinate });
  const content = fc.record({ width: fc.integer({ min: 1, max: 8_000 }), height: fc.integer({ min: 1, max: 5_000 }) });
  fc.assert(
    fc.property(bounds, content, fc.double({ min: 0.25, max: 5, noNaN: true }), (wish, size, zoom) => {
      const place = placeView(wish, size, zoom, FRAME_TOP.main);
      if (place === undefined) return;
      assert(place.x >= 0 && place.x + place.width <= size.width);
      assert(place.y >= FRAME_TOP.main * zoom && place.y + place.height <= size.height);
      assert(Object.values(place).every(Number.isInteger));
    }),
    { seed: 3 },
  );
});

test('FS-872: a place that fits is taken as it is, at the zoom of the window', () => {
  const wish = { x: 72, y: 140, width: 1_000, height: 700 };
  assert.deepEqual(placeView(wish, { width: 1_440, height: 900 }, 1, FRAME_TOP.main), wish);
  assert.deepEqual(placeView(wish, { width: 2_880, height: 1_800 }, 2, FRAME_TOP.main), { x: 144, y: 280, width: 2_000, height: 1_400 });
  assert.equal(placeView({ ...wish, y: 0, height: 100 }, { width: 1_440, height: 900 }, 1, FRAME_TOP.main), undefined);
});
