import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeStreets } from '../../platform/streets.test-support.ts';
import { overlap } from './labels.ts';
import { placeNames, type NameWish } from './place-names.ts';
import { openStreetArchive } from './street-archive.ts';
import { byImportance, cleanName, namesOnMap, straightOf } from './street-names.ts';
import { readVectorTile } from './vector-tile.ts';

const tileOf = async (z: number, x: number, y: number) => {
  const file = makeStreets({ maxZoom: 3 });
  const archive = await openStreetArchive((from, bytes) => Promise.resolve(new Uint8Array(file.subarray(from, from + bytes))));
  return readVectorTile((await archive.tile(z, x, y))!);
};

test('Places and roads of a tile have their names: in the layers of roads and in layers of names alone', async () => {
  const { names, shapes } = await tileOf(3, 4, 2);
  assert.deepEqual(
    names.map(({ text, kind, x, y, turnDeg, length }) => [text, kind, x, y, turnDeg, length]),
    [
      ['Ringstraße', 'minor', 2_048, 2_048, 0, 4_096],
      ['Altstadt', 'city', 1_536, 1_536, 0, 0],
      ['Nordallee', 'major', 2_048, 2_600, -90, 2_800],
    ],
  );
  assert.equal(shapes.length, 3, 'a layer of names draws no line of its own');
});

test('Names stand in the world where their tile lies, from the zoom on at which there is room for their kind', async () => {
  const tile = await tileOf(3, 4, 2);
  const at = (zoom: number) => [...namesOnMap(tile, { z: 3, x: 4, y: 2 }, zoom)].sort(byImportance).map(({ text }) => text);
  assert.deepEqual([at(5), at(6), at(12), at(14)], [[], ['Altstadt'], ['Altstadt', 'Nordallee'], ['Altstadt', 'Nordallee', 'Ringstraße']]);
  const [city] = namesOnMap(tile, { z: 3, x: 4, y: 2 }, 6);
  assert.deepEqual([city!.x, city!.y], [4.375 / 8, 2.375 / 8]);
});

test('A name is one line of readable length, whatever stands in the file', () => {
  assert.equal(cleanName(' Rua\n de\u0000 Santa\u202e Catarina '), 'Rua de Santa Catarina');
  assert.deepEqual([cleanName(' \t'), cleanName('x'.repeat(61)), cleanName('x'.repeat(1e6))], [undefined, undefined, undefined]);
});

test('A road is written along as a whole where it is straight, else along its longest part, never upside down', () => {
  assert.deepEqual(straightOf(Float32Array.from([100, 0, 50, 1, 0, 0])), { x: 50, y: 0, turnDeg: 0, length: 100 });
  const bent = straightOf(Float32Array.from([0, 0, 10, 0, 10, -60]));
  assert.deepEqual(bent, { x: 10, y: -30, turnDeg: -90, length: 60 });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4_096, max: 8_192 }), { minLength: 4, maxLength: 40 }), (numbers) => {
      const { turnDeg } = straightOf(Float32Array.from(numbers.slice(0, numbers.length - (numbers.length % 2))));
      assert.ok(turnDeg >= -90 && turnDeg < 90);
    }),
    { seed: 757, numRuns: 300 },
  );
});

const wish = (text: string, x: number, y: number, more: Partial<NameWish> = {}): NameWish => ({
  ...{ text, kind: 'city', x, y, turnDeg: 0, length: 0, width: 50 },
  ...more,
});

test('FS-757: names of the street map give way to pins, to what pins say, and to each other', () => {
  const view = { x: 0, y: 0, w: 800, h: 600 };
  const label = { x: 300, y: 290, w: 80, h: 20 };
  const pin = { x: 500, y: 300 };
  const covered = (box: { x: number; y: number; w: number; h: number }): boolean =>
    overlap(box, { x: pin.x - 11, y: pin.y - 11, w: 22, h: 22 });
  const told = (wishes: readonly NameWish[]) => placeNames(wishes, view, [label], covered).map(({ text }) => text);
  assert.deepEqual(told([wish('under a label', 330, 300), wish('on a pin', 510, 300), wish('free', 100, 100)]), ['free']);
  assert.deepEqual(told([wish('first', 100, 100), wish('second', 110, 104), wish('outside', 790, 100)]), ['first']);
  const road = { kind: 'minor', width: 80 } as const;
  assert.deepEqual(told([wish('short', 200, 500, { ...road, length: 60 }), wish('long', 200, 500, { ...road, length: 90 })]), ['long']);
  const again = [100, 200, 600].map((x) => wish('Ring', x, 500, { ...road, length: 99 }));
  assert.equal(placeNames(again, view, [label], covered).length, 2, 'a road is named again only far away');
  const crowd = Array.from({ length: 2_000 }, (_, at) => wish(`n${at}`, 5 + (at % 40) * 20, 8 + Math.floor(at / 40) * 12, { width: 4 }));
  assert.ok(placeNames(crowd, view, [], () => false).length <= 60, 'never a wall of words');
});
