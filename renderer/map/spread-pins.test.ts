import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SiteId } from '../../fleet/ids.ts';
import type { MapMark } from './map-mark.ts';
import { spreadPins } from './spread-pins.ts';

const WORLD_PX = 256 * 2 ** 9;
const pin = (index: number, x: number, y: number): MapMark => {
  const key = `BL-A-${index}` as SiteId;
  return { kind: 'pin', key, at: { x: x / WORLD_PX, y: y / WORLD_PX }, sites: [key] };
};
const px = (a: MapMark, b: MapMark): number => Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y) * WORLD_PX;

test('FS-708: sites at one address stand apart, each near its place and always in the same order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }), (n, jitter) => {
      const marks = Array.from({ length: n }, (_, index) => pin(index, 70_000 + jitter[index]!, 40_000));
      const spread = spreadPins(marks, WORLD_PX);
      assert.equal(spread.length, n);
      const byKey = new Map(spread.map((mark) => [mark.key, mark]));
      for (const a of marks) {
        for (const b of marks) if (a !== b) assert.ok(px(byKey.get(a.key)!, byKey.get(b.key)!) > 20);
        assert.ok(px(byKey.get(a.key)!, a) < 20 + (n * 26) / 6);
      }
      assert.deepEqual(spreadPins(marks.toReversed(), WORLD_PX), spread);
    }),
    { seed: 708, numRuns: 60 },
  );
});

test('Pins that can be told apart stay where they are', () => {
  const marks = [pin(1, 70_000, 40_000), pin(2, 70_011, 40_000)];
  assert.equal(spreadPins(marks, WORLD_PX), marks);
});
