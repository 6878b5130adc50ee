import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SiteId } from '../../fleet/ids.ts';
import { STATUS_ORDER } from '../../fleet/model/status.ts';
import { testSite } from '../selectors/fleet.test-support.ts';
import { placeCard } from './card-place.ts';
import { makeItemGrid, nearestTowards } from './item-grid.ts';
import { overlap, placeLabels } from './labels.ts';
import { latOf, lonOf, worldPixels, worldX, worldY } from './mercator.ts';
import { clusterSize, MIN_SHARE_DEG, ringShares, worstOf } from './ring.ts';
import { makeSiteClusters } from './site-clusters.ts';

const anyCounts = fc.record({
  offline: fc.nat(80),
  err: fc.nat(80),
  warn: fc.nat(80),
  unknown: fc.nat(80),
  maintenance: fc.nat(80),
  ok: fc.nat(900),
});

test('A ring closes, stands in status order, and shows one of eighty: no share but OK under 27°', () => {
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const shares = ringShares(counts);
      const present = STATUS_ORDER.filter((status) => counts[status] > 0);
      assert.deepEqual(
        shares.map(({ status }) => status),
        present,
      );
      if (present.length === 0) return;
      assert.ok(Math.abs(shares.at(-1)!.to - 360) < 1e-6);
      for (const { status, from, to } of shares) assert.ok(status === 'ok' || to - from >= MIN_SHARE_DEG - 1e-9);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('Outline and corner of a ring show the worst status, none for maintenance and OK', () => {
  const none = { offline: 0, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 0 };
  assert.equal(worstOf({ ...none, ok: 9, warn: 1, err: 1 }), 'err');
  assert.equal(worstOf({ ...none, ok: 9, maintenance: 2 }), undefined);
});

test('Projection and its inverse agree', () => {
  for (const [lat, lon] of [
    [0, 0],
    [53.55, 9.99],
    [-33.9, 18.4],
    [84, -179],
  ] as const) {
    assert.ok(Math.abs(latOf(worldY(lat)) - lat) < 1e-9);
    assert.ok(Math.abs(lonOf(worldX(lon)) - lon) < 1e-9);
  }
});

test('Labels never cover each other or a pin and never leave the view; the reason is dropped before the label', () => {
  const view = { x: 0, y: 0, w: 400, h: 300 };
  const wishes = fc.array(
    fc.record({
      x: fc.nat(400),
      y: fc.nat(300),
      idWidth: fc.integer({ min: 30, max: 70 }),
      reasonWidth: fc.integer({ min: 20, max: 130 }),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(wishes, (list) => {
      const items = list.map((wish, index) => ({ ...wish, key: String(index), radius: 24, body: 11 }));
      const grid = makeItemGrid(items);
      const placed = placeLabels(items, view, grid.anyIn);
      placed.forEach(({ box }, index) => {
        assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.w <= 400 && box.y + box.h <= 300);
        assert.equal(grid.anyIn(box), false);
        for (const other of placed.slice(index + 1)) assert.equal(overlap(box, other.box), false);
      });
    }),
    { seed: 11, numRuns: 200 },
  );
  const wish = { key: 'a', x: 60, y: 10, idWidth: 40, reasonWidth: 300 };
  assert.deepEqual(
    placeLabels([wish], { x: 0, y: 0, w: 200, h: 60 }, () => false).map(({ withReason }) => withReason),
    [false],
  );
});

test('The pointer finds the nearest pin within reach; arrows go to the nearest pin in their direction', () => {
  const item = (key: string, x: number, y: number) => ({ key, x, y, radius: 24, body: 11 });
  const items = [item('a', 100, 100), item('b', 112, 100), item('c', 300, 110), item('d', 100, 400)];
  const grid = makeItemGrid(items);
  assert.equal(grid.at(109, 100, 14)?.key, 'b');
  assert.equal(grid.at(200, 200, 14), undefined);
  assert.equal(nearestTowards(items, items[1]!, 1, 0)?.key, 'c');
  assert.equal(nearestTowards(items, items[0]!, 0, 1)?.key, 'd');
  assert.equal(nearestTowards(items, items[0]!, 0, -1), undefined);
});

test('Every site stands on the map exactly once, rings never overlap much, and from zoom 9 on there are only pins', () => {
  const places = fc.array(
    fc.record({
      lat: fc.double({ min: 36, max: 60, noNaN: true }),
      lon: fc.double({ min: -10, max: 25, noNaN: true }),
    }),
    { minLength: 1, maxLength: 200 },
  );
  fc.assert(
    fc.property(places, fc.constantFrom(3, 4.4, 6, 9, 11), (list, zoom) => {
      const sites = list.map((place, index) => testSite({ id: `BL-S-${index}` as SiteId, ...place }));
      const marks = makeSiteClusters(sites).marks([-180, -85, 180, 85], zoom);
      assert.deepEqual(marks.flatMap((mark) => mark.sites).sort(), sites.map(({ id }) => id).sort());
      assert.equal(new Set(marks.map(({ key }) => key)).size, marks.length);
      if (zoom >= 9) assert.ok(marks.every(({ kind }) => kind === 'pin'));
      for (const mark of marks)
        if (mark.kind === 'cluster') assert.ok(mark.sites.length > 1 && clusterSize(mark.sites.length) <= 54);
      assert.ok(worldPixels(zoom) > 0);
    }),
    { seed: 13, numRuns: 60 },
  );
});

test('FS-755: the card of a pin lies neither on it nor on the zoom buttons', () => {
  const size = { w: 284, h: 180 };
  const map = { w: 980, h: 780 };
  assert.deepEqual(
    placeCard({ x: 400, y: 400 }, size, map, () => 0),
    { x: 430, y: 210 },
  );
  const crowded = placeCard({ x: 400, y: 400 }, size, map, ({ x, y }) => (x < 20 && y < 20 ? 0 : 5));
  assert.deepEqual(crowded, { x: 12, y: 12 });
  // The map of a window of 1024×700 with a banner, and a wide one; the card as tall as it gets.
  for (const [space, tall] of [[{ w: 624, h: 520 }, 230], [map, 290]] as const)
    fc.assert(
      fc.property(fc.nat(space.w), fc.nat(space.h), fc.nat(40), (x, y, crowd) => {
        const at = placeCard({ x, y }, { w: 284, h: tall }, space, ({ x: left }) => (left < 60 ? 0 : crowd));
        const card = { ...at, w: 284, h: tall };
        assert.equal(overlap(card, { x: x - 12, y: y - 12, w: 24, h: 24 }), false, 'on its pin');
        assert.equal(overlap(card, { x: 12, y: space.h - 104, w: 30, h: 92 }), false, 'on the buttons');
      }),
      { seed: 17, numRuns: 300 },
    );
});
