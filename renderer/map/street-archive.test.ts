import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { makeStreets } from '../../platform/streets.test-support.ts';
import { openStreetArchive, readDirectory, tileId, unpack, type ReadRange } from './street-archive.ts';
import { readVectorTile } from './vector-tile.ts';

const readerOf =
  (file: Buffer): ReadRange =>
  (from, bytes) =>
    Promise.resolve(new Uint8Array(file.subarray(from, from + bytes)));

test('Tiles lie along the Hilbert curve: ids of the format, none twice', () => {
  assert.deepEqual([tileId(0, 0, 0), tileId(1, 0, 0), tileId(1, 0, 1), tileId(1, 1, 1), tileId(1, 1, 0)], [0, 1, 2, 3, 4]);
  assert.equal(tileId(2, 0, 0), 5);
  const ids = Array.from({ length: 8 }, (_, x) => Array.from({ length: 8 }, (__, y) => tileId(3, x, y))).flat();
  assert.deepEqual([...ids].sort((a, b) => a - b), Array.from({ length: 64 }, (_, at) => 21 + at));
});

test('A tile is found and says what is water, road and building', async () => {
  const archive = await openStreetArchive(readerOf(makeStreets({ maxZoom: 3 })));
  assert.deepEqual([archive.minZoom, archive.maxZoom, archive.isVector], [0, 3, true]);
  const { extent, shapes } = readVectorTile((await archive.tile(3, 4, 2))!);
  assert.equal(extent, 4_096);
  assert.deepEqual(shapes.map(({ kind }) => kind), ['water', 'minor', 'building']);
  assert.deepEqual([...shapes[1]!.points], [0, 2_048, 4_096, 2_048]);
  assert.equal(await archive.tile(4, 0, 0), undefined);
});

test('FS-712: neither a file that claims more than it has nor one that unpacks without end is believed', async () => {
  assert.throws(() => readDirectory(Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x7f, 1, 1, 1])), RangeError);
  await assert.rejects(unpack(new Uint8Array(gzipSync(Buffer.alloc(50_000_000)))), RangeError);
  // One line whose close command claims 2^28 repetitions.
  const bomb = Uint8Array.from([0x1a, 22, 0x0a, 5, ...Buffer.from('roads'), 0x12, 13, 0x18, 2, 0x22, 9, 9, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]);
  assert.doesNotThrow(() => {
    try {
      readVectorTile(bomb);
    } catch (error) {
      assert.ok(error instanceof RangeError);
    }
  });
});

test('FS-712: whatever bytes stand in the file, reading it ends with tiles, none, or an error', async () => {
  const whole = makeStreets({ maxZoom: 2 });
  const settles = async (file: Buffer): Promise<void> => {
    const tile = await openStreetArchive(readerOf(file))
      .then((archive) => archive.tile(2, 1, 1))
      .catch(() => undefined);
    if (tile === undefined) return;
    try {
      readVectorTile(tile);
    } catch (error) {
      assert.ok(error instanceof RangeError);
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), async (at, byte, end) => {
      const changed = Buffer.from(whole);
      changed[at] = byte;
      await settles(changed);
      await settles(changed.subarray(0, end));
    }),
    { seed: 712, numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        readVectorTile(bytes);
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }),
    { seed: 713, numRuns: 2_000 },
  );
});
