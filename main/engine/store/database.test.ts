import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { emptyBatch, type StoreBatch } from './batch.ts';
import { DATABASE_FILE, openDatabase, type OpenedDatabase } from './database.ts';
import { storeFailure } from './failure.ts';
import { nativeBindingPath } from './native-binding.ts';
import { createReader } from './reader.ts';
import { createWriter } from './writer.ts';

const profile = (t: TestContext): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-store-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

const open = (dataDir: string, nowTs = 1_000): OpenedDatabase => openDatabase({ dataDir, nativeBinding: nativeBindingPath(), nowTs });

const documents = (n: number, from = 0, size = 2_000): StoreBatch => {
  const batch = emptyBatch();
  for (let i = from; i < from + n; i += 1) {
    const write = { table: 'document', site: `BL-LAB-${i}` as never, kind: 'state/health', boot: 1, seq: i, rxTs: i } as const;
    batch.documents.set(`${i}`, { write, body: Buffer.from(JSON.stringify({ filler: 'x'.repeat(size), i })) });
  }
  return batch;
};

test('FS-442: a database that can\'t be read is put aside and a new one begun; three old ones are kept', (t) => {
  const dir = profile(t);
  for (let n = 1; n <= 5; n += 1) {
    writeFileSync(join(dir, DATABASE_FILE), `no database ${n}`.repeat(500));
    const { db, rebuilt } = open(dir, n);
    assert.deepEqual(rebuilt, { reason: 'damaged', aside: `${DATABASE_FILE}.damaged-${n}` });
    createWriter(db).commit(documents(1), true);
    db.close();
  }
  const aside = readdirSync(dir).filter((name) => name.includes('damaged'));
  assert.deepEqual(aside.sort((a, b) => a.localeCompare(b)), [3, 4, 5].map((n) => `${DATABASE_FILE}.damaged-${n}`));
});

test('FS-443: damage in the middle of the file is seen when it is read and classed as damage', (t) => {
  const dir = profile(t);
  const { db } = open(dir);
  createWriter(db).commit(documents(500), true);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const path = join(dir, DATABASE_FILE);
  const file = openSync(path, 'r+');
  const { size } = statSync(path);
  for (let at = 20 * 4_096; at < size; at += 4_096) writeSync(file, Buffer.alloc(100, 0xff), 0, 100, at);
  closeSync(file);
  const again = open(dir);
  t.after(() => again.db.close());
  assert.throws(() => createReader(again.db).readFleet(), (error) => storeFailure(error) === 'damaged');
});

test('FS-444: a database of a newer console is not touched but put aside', (t) => {
  const dir = profile(t);
  const first = open(dir);
  first.db.pragma('user_version = 999');
  first.db.close();
  const { db, rebuilt } = open(dir, 7);
  assert.deepEqual(rebuilt, { reason: 'newer', aside: `${DATABASE_FILE}.damaged-7` });
  db.close();
});

test('FS-445: a batch that fails leaves no row of it', (t) => {
  const dir = profile(t);
  const { db } = open(dir);
  t.after(() => db.close());
  const writer = createWriter(db);
  writer.commit(documents(3), true);
  const batch = documents(3, 10);
  batch.history.push({ write: { table: 'history', site: null as never, kind: 'event/alert', boot: 1, seq: 1, ts: 1, rxTs: 1 }, body: Buffer.from('{}') });
  assert.throws(() => writer.commit(batch, true));
  assert.equal(createReader(db).readFleet().documents.length, 3);
});

test('FS-446: where the profile can\'t be used the database lives in memory and says why', (t) => {
  const dir = profile(t);
  writeFileSync(join(dir, 'file'), '');
  const { db, memoryOnly } = open(join(dir, 'file', 'below'));
  assert.equal(memoryOnly, 'unusable');
  createWriter(db).commit(documents(2), true);
  assert.equal(createReader(db).readFleet().documents.length, 2);
  db.close();
});

test('FS-447: a full disk refuses the batch as disk_full, and the same batch is taken when there is room', { skip: userInfo().uid !== 0 && 'mounting needs root' }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-store-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir]);
  let db: OpenedDatabase['db'] | undefined;
  try {
    const filler = join(dir, 'filler');
    writeFileSync(filler, Buffer.alloc(1_200_000));
    ({ db } = open(dir));
    const writer = createWriter(db);
    const reader = createReader(db);
    let committed = 0;
    const fill = (): void => {
      for (; committed < 1_000; committed += 10) writer.commit(documents(10, committed), true);
    };
    assert.throws(fill, (error) => storeFailure(error) === 'disk_full');
    assert.equal(reader.readFleet().documents.length, committed);
    truncateSync(filler, 0);
    writer.commit(documents(10, committed), true);
    assert.equal(reader.readFleet().documents.length, committed + 10);
  } finally {
    db?.close();
    execFileSync('umount', [dir]);
    rmSync(dir, { recursive: true });
  }
});
