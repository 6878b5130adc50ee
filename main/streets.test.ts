import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { RANGE_MAX_BYTES, rangeOf, readStreets, streetsFault } from './streets.ts';
import { makeStreets } from '../platform/streets.test-support.ts';

const inFolder = async (run: (file: (bytes: Buffer) => string) => Promise<void>): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'blocao-streets-'));
  try {
    await run((bytes) => {
      const path = join(dir, 'streets.pmtiles');
      writeFileSync(path, bytes);
      return path;
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
};

test('FS-711: a street map is told from any other file by its header, and why it is none', async () => {
  await inFolder(async (file) => {
    const streets = makeStreets();
    assert.equal(await streetsFault(file(streets)), undefined);
    assert.equal(await streetsFault(file(streets.subarray(0, 200))), 'cut_off');
    assert.equal(await streetsFault(file(Buffer.from('-----BEGIN PRIVATE KEY-----'))), 'not_pmtiles');
    assert.equal(await streetsFault(file(Buffer.concat([streets.subarray(0, 7), Buffer.from([9]), streets.subarray(8)]))), 'unknown_kind');
    assert.equal(await streetsFault('/nowhere/streets.pmtiles'), 'unreadable');
  });
});

test('FS-711: whatever bytes a file has, judging it never throws, and no byte of a file that is no street map is served', async () => {
  await inFolder(async (file) => {
    const streets = makeStreets();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(140), async (bytes, at) => {
        assert.equal(await readStreets(file(Buffer.from(bytes)), 0, 20), undefined);
        const changed = Buffer.from(streets);
        changed[at] = (changed[at]! + 1) % 256;
        const path = file(changed);
        const fault = await streetsFault(path);
        assert.equal((await readStreets(path, 0, 20)) === undefined, fault !== undefined);
      }),
      { seed: 711, numRuns: 150 },
    );
  });
});

test('Ranges are of the form that the reader asks for, and bounded', async () => {
  assert.deepEqual(rangeOf('bytes=0-16383'), { from: 0, bytes: 16_384 });
  for (const text of [null, '', 'bytes=-5', 'bytes=5-', 'bytes=9-3', 'bytes=0-1,4-5', `bytes=0-${RANGE_MAX_BYTES}`, 'bytes=0-1e9'])
    assert.equal(rangeOf(text), undefined, String(text));
  await inFolder(async (file) => {
    const streets = makeStreets();
    const path = file(streets);
    assert.deepEqual(Buffer.from((await readStreets(path, 100, 50))!), streets.subarray(100, 150));
    assert.equal((await readStreets(path, streets.length - 5, 50))?.length, 5);
  });
});
