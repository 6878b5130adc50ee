import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { encode } from '../../../fleet/decode.ts';
import { CATALOGUE } from '../../../fleet/wire/catalogue.ts';
import { createFrigateDatabase, hasSqlite, storedObject, vectorOf } from '../../testing/frigate/frigate-database.ts';
import type { FrigateDatabaseFile, StoredObject } from '../../testing/frigate/frigate-database.ts';
import { DEFAULT_NVR } from '../../../fleet/ids.ts';
import { siteId } from '../../testing/sites.ts';
import { unitVector } from './quantise.ts';
import { readVectors } from './read-vectors.ts';
import { parseAnswer } from './vector-answer.ts';
import type { Place, VectorAnswer, VectorBatch, VectorRead } from './vector-answer.ts';
import type { VectorFault } from './vector-database.ts';

/*
 * Databases written by the extension that Frigate has, read without it. The Node of the oldest Electron has no SQLite: there
 * every database has one and the same answer.
 */

const START: Place = { row: 0, anchors: [] };
const ask = { nvr: DEFAULT_NVR, sinceS: 0, told: [] };

const objects = (from: number, count: number, dims = 768): readonly StoredObject[] => Array.from({ length: count }, (_, at) => storedObject(vectorOf(from + at, dims)));

const demandRefusal = (): void => {
  const answer = readVectors({ ...ask, path: import.meta.filename });
  assert.deepEqual(answer, { ok: false, fault: 'runtime', detail: `Node ${process.versions.node} has no SQLite` });
};

/** Real databases where the runtime can read them, else that it says so. */
const withFrigate = (use: (file: FrigateDatabaseFile) => void, dims?: number): void => {
  if (!hasSqlite) return demandRefusal();
  const file = createFrigateDatabase(dims);
  try {
    use(file);
  } finally {
    file.dispose();
  }
};

const read = (path: string, more: object = {}): VectorRead => {
  const answer = readVectors({ ...ask, path, ...more });
  assert.ok(answer.ok, answer.ok ? '' : `${answer.fault}: ${answer.detail}`);
  assert.deepEqual(parseAnswer(JSON.stringify(answer)), answer);
  return answer;
};

/** All that a database has behind a place, batch by batch. */
const readAll = (path: string, from: Place = START): { readonly batches: readonly VectorBatch[]; readonly skipped: VectorRead['skipped']; readonly place: Place } => {
  const batches: VectorBatch[] = [];
  const skipped = { unusable: 0, damaged: 0, orphaned: 0 };
  for (let place = from; ; ) {
    const answer = read(path, { place });
    if (answer.batch) batches.push(answer.batch);
    for (const key of ['unusable', 'damaged', 'orphaned'] as const) skipped[key] += answer.skipped[key];
    place = answer.place;
    if (!answer.more) return { batches, skipped, place };
  }
};

const idsOf = (batches: readonly VectorBatch[]): readonly string[] => batches.flatMap(({ items }) => items.map(({ event_id: id }) => id));

const demandSame = (batches: readonly VectorBatch[], stored: readonly StoredObject[]): void => {
  assert.deepEqual(idsOf(batches), stored.map(({ id }) => id));
  const byId = new Map(stored.map((one) => [one.id, one]));
  for (const { scale, dims, items } of batches) {
    for (const { event_id: id, vector } of items) {
      const unit = unitVector(byId.get(id)?.vector ?? new Float32Array()) ?? [];
      const bytes = Buffer.from(vector, 'base64');
      assert.equal(bytes.byteLength, dims);
      for (let part = 0; part < dims; part += 1) assert.ok(Math.abs(bytes.readInt8(part) * scale - (unit[part] ?? 9)) <= scale / 2 + 1e-9, id);
    }
  }
};

test('FS-921: vectors come out of chunks, offsets used again and a log as Frigate stored them, each with its object', () =>
  withFrigate((file) => {
    const [first, late] = [objects(0, 1_030), objects(2_000, 3)];
    file.add(first);
    const whole = readAll(file.path);
    demandSame(whole.batches, first);
    assert.deepEqual(whole.batches[0]?.items[0], { ...whole.batches[0]?.items[0], nvr: 'nvr', camera: 'door', label: 'person', occurred_ts: (first[0]?.startS ?? 0) * 1_000 });
    // The end of the second chunk becomes free and is taken again, by rows that count on.
    file.remove(first.slice(-2).map(({ id }) => id));
    file.add(late);
    demandSame(readAll(file.path, whole.place).batches, late);
    demandSame(readAll(file.path).batches, [...first.slice(0, -2), ...late]);
  }));

test('a batch is a message of at most 64 kB, whatever its objects are called; what does not fit waits', () =>
  withFrigate((file) => {
    const long = objects(0, 120).map((one, at) => ({ ...one, id: `${at}${'ü'.repeat(120)}`, camera: '\u{1F600}'.repeat(32), label: '"'.repeat(100) }));
    file.add(long);
    const { batches } = readAll(file.path);
    assert.deepEqual(idsOf(batches), long.map(({ id }) => id));
    for (const batch of batches) {
      const body = { v: 1 as const, site: siteId('BL-LAB-1'), boot: 9e15, conn: 9e15, seq: 9e15, ts: 8e15, model: 'm'.repeat(120), ...batch };
      assert.ok(Buffer.byteLength(encode('event/embedding', body)) <= CATALOGUE['event/embedding'].maxBytes);
    }
  }));

test('the length of vectors is that of their chunk', () =>
  withFrigate((file) => {
    const stored = objects(0, 3, 512);
    file.add(stored);
    demandSame(readAll(file.path).batches, stored);
  }, 512));

test('zero, NaN and infinite vectors are left out and counted, as are rows without event and rows that lead nowhere', () =>
  withFrigate((file) => {
    const [good, zero, nan, infinite, lost, stray] = objects(0, 6);
    assert.ok(good && zero && nan && infinite && lost && stray);
    zero.vector.fill(0);
    nan.vector[700] = NaN;
    infinite.vector[0] = Infinity;
    file.add([zero, nan, infinite, good, lost, stray]);
    file.sql(`DELETE FROM event WHERE id = '${lost.id}'`);
    file.sql(`UPDATE vec_thumbnails_rowids SET chunk_offset = 900 WHERE id = '${stray.id}'`);
    const { batches, skipped } = readAll(file.path);
    assert.deepEqual(idsOf(batches), [good.id]);
    assert.deepEqual(skipped, { unusable: 3, damaged: 1, orphaned: 1 });
  }));

test('without a place it begins at the end; what is known, or of before the opt-in, is not told', () =>
  withFrigate((file) => {
    const [old, next, last] = [objects(0, 5), objects(10, 2), objects(20, 1)];
    file.add(old);
    const begun = read(file.path);
    assert.equal(begun.batch, undefined);
    assert.equal(begun.newestS, old.at(-1)?.startS);
    file.add([...next, ...last]);
    assert.deepEqual(idsOf([read(file.path, { place: begun.place, told: next.map(({ id }) => id) }).batch].filter((batch) => batch !== undefined)), last.map(({ id }) => id));
    assert.equal(read(file.path, { place: begun.place, sinceS: last[0]?.startS }).batch, undefined);
  }));

test('FS-922: a table that was built anew is told from one that lost rows, shorter or longer than before', () =>
  withFrigate((file) => {
    const stored = objects(0, 10);
    file.add(stored);
    const { place } = readAll(file.path);
    file.remove(stored.slice(0, 4).map(({ id }) => id));
    file.remove([stored.at(-1)?.id ?? '']);
    assert.equal(read(file.path, { place }).rebuilt, false);
    for (const anew of [[], stored.slice(5, 8), [...stored.slice(5, 8).toReversed(), ...objects(50, 20)]]) {
      file.reindex(anew);
      const answer = read(file.path, { place });
      assert.deepEqual([answer.rebuilt, answer.place, answer.batch], [true, START, undefined]);
    }
  }));

test('a Frigate that is stopped, and a copy of its database, are read too', () =>
  withFrigate((file) => {
    const stored = objects(0, 2);
    file.add(stored);
    file.close();
    demandSame(readAll(file.path).batches, stored);
    const copy = join(dirname(file.path), 'copy', 'frigate.db');
    cpSync(file.path, copy);
    demandSame(readAll(copy).batches, stored);
  }));

const faultOf = (answer: VectorAnswer): VectorFault | 'none' => (answer.ok ? 'none' : answer.fault);

/** A table of events whose cells are made as they are read. */
const HUGE = `CREATE TABLE known AS SELECT id, start_time FROM event; DROP TABLE event;
  CREATE TABLE event(id PRIMARY KEY, start_time, label, camera AS (zeroblob(900000000))); INSERT INTO event(id, start_time) SELECT * FROM known`;

/** What may stand at the path in the settings, and the word for it. */
const WRONG: readonly (readonly [string, VectorFault | 'none', (path: string, file: FrigateDatabaseFile) => void])[] = [
  ['nothing', 'missing', (path) => rmSync(path)],
  ['a folder', 'foreign', (path) => [rmSync(path), mkdirSync(path)]],
  ['text', 'damaged', (path) => writeFileSync(path, 'not a database, '.repeat(1_000))],
  ['an empty file', 'foreign', (path) => writeFileSync(path, '')],
  ['half a database', 'damaged', (path) => truncateSync(path, 4_096 * 3)],
  ['noise behind a good head', 'damaged', (path) => writeFileSync(path, Buffer.alloc(1_048_576, 'ab'), { flag: 'r+', flush: true })],
  ['a Frigate without semantic search', 'none', (_, file) => [file.sql('DROP TABLE vec_thumbnails'), file.close()]],
  ['another program', 'foreign', (_, file) => [file.sql('DROP TABLE event'), file.close()]],
  ['tables of another shape', 'foreign', (_, file) => [file.sql('ALTER TABLE event RENAME COLUMN camera TO eye'), file.close()]],
  ['words in place of figures', 'none', (_, file) => [file.sql("UPDATE vec_thumbnails_rowids SET chunk_id = 'x', chunk_offset = -1"), file.close()]],
  ['chunks of no size', 'none', (_, file) => [file.sql('UPDATE vec_thumbnails_chunks SET size = 3, validity = zeroblob(9)'), file.close()]],
  ['vectors of no length', 'none', (_, file) => [file.sql("UPDATE vec_thumbnails_vector_chunks00 SET vectors = 'x'"), file.close()]],
  ['figures beyond all bounds', 'damaged', (_, file) => [file.sql('UPDATE vec_thumbnails_rowids SET chunk_offset = 9223372036854775807'), file.close()]],
  ['cells of a gigabyte', 'damaged', (_, file) => [file.sql(HUGE), file.close()]],
  ['objects of any time', 'none', (_, file) => [file.sql("UPDATE event SET start_time = 9e999, camera = x'00', label = ''"), file.close()]],
];

test('FS-923: whatever stands at the path, reading has a word for it', () => {
  for (const [what, fault, spoil] of WRONG) {
    withFrigate((file) => {
      file.add(objects(0, 3));
      const { path } = file;
      file.close();
      spoil(path, file);
      const found = readVectors({ ...ask, path, place: START });
      assert.equal(faultOf(found), fault, `${what}: ${JSON.stringify(found).slice(0, 200)}`);
    });
  }
});

test('FS-923: a database with bytes of a stranger is read as far as it goes, or has a word', () =>
  withFrigate((file) => {
    file.add(objects(0, 40, 8));
    file.close();
    const good = readFileSync(file.path);
    const spots = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(spots, (changes) => {
        const bytes = Buffer.from(good);
        for (const [spot, byte] of changes) bytes[spot] = byte;
        writeFileSync(file.path, bytes);
        const found = readVectors({ ...ask, path: file.path, place: START });
        assert.deepEqual(parseAnswer(JSON.stringify(found)), found);
      }),
      { seed: 923, numRuns: 150 },
    );
  }, 8));

test('a database is read without a trace: no log, no shared memory, no lock that a writer waits for', () =>
  withFrigate((file) => {
    file.add(objects(0, 3));
    file.close();
    const before = statSync(file.path);
    read(file.path, { place: START });
    assert.deepEqual([statSync(`${file.path}-wal`, { throwIfNoEntry: false }), statSync(`${file.path}-shm`, { throwIfNoEntry: false })], [undefined, undefined]);
    assert.deepEqual(statSync(file.path).mtimeMs, before.mtimeMs);
    chmodSync(dirname(file.path), 0o555);
    chmodSync(file.path, 0o444);
    assert.equal(read(file.path, { place: START }).batch?.items.length, 3);
    chmodSync(dirname(file.path), 0o755);
  }));
