import assert from 'node:assert/strict';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { DEFAULT_NVR } from '../../../fleet/ids.ts';
import { createFrigateDatabase, hasSqlite, storedObject, vectorOf } from '../../testing/frigate/frigate-database.ts';
import type { VectorAnswer } from './vector-answer.ts';
import { createVectorProcess } from './vector-process.ts';

/*
 * The real program in a process of its own, as another user than Frigate where the tests run as root.
 */

const ask = { path: '/', nvr: DEFAULT_NVR, sinceS: 0, told: [], place: { row: 0, anchors: [] } };
const script = join('dist', 'agent', 'cli.cjs');
const env = { ELECTRON_RUN_AS_NODE: '1' };
const word = (answer: VectorAnswer): string => (answer.ok ? `${answer.batch?.items.length ?? 0} vectors` : answer.fault);

const folder = mkdtempSync(join(tmpdir(), 'fleet-vectors-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A program of the system in place of ours. */
const programOf = (name: string, body: string) => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
};

test('FS-923: a reader that falls, hangs, lies or is not there is a word for the agent, and is killed', async () => {
  const faultOf = async (program: string, limitMs = 60_000): Promise<string> => word(await createVectorProcess({ program, args: [], limitMs })(ask));
  assert.equal(await faultOf(programOf('fall', 'kill -SEGV $$')), 'reader');
  assert.equal(await faultOf(programOf('hang', `echo $$ > ${join(folder, 'pid')}; exec sleep 600`), 1_000), 'slow');
  assert.equal(await faultOf(programOf('lie', `echo '{"ok":true,"place":{}}'`)), 'reader');
  assert.equal(await faultOf(programOf('flood', 'head -c 3000000 /dev/zero')), 'reader');
  assert.equal(await faultOf(programOf('complain', 'echo why >&2; exit 1')), 'reader');
  assert.equal(await faultOf(join(folder, 'nothing')), 'reader');
});

test('the program reads a database, and says so where its runtime cannot', async () => {
  const read = createVectorProcess({ program: process.execPath, args: [script], env });
  if (!hasSqlite) return assert.equal(word(await read({ ...ask, path: join(folder, 'frigate.db') })), 'runtime');
  const file = createFrigateDatabase();
  file.add([storedObject(vectorOf(1))]);
  assert.equal(word(await read({ ...ask, path: file.path })), '1 vectors');
  file.dispose();
});

const FRIGATE_GROUP = 65_533;
const isRoot = process.getuid?.() === 0;

/**
 * Reads as the agent does that may only read: as root by another user, else with the rights of its own taken away. Its
 * group is that of the database. The program lies where that user can reach it, wherever this project does.
 */
const readerOf = () => {
  const copy = join(folder, 'cli.cjs');
  copyFileSync(script, copy);
  const become = join(folder, 'become.cjs');
  writeFileSync(become, isRoot ? `process.setgroups([]); process.setgid(${FRIGATE_GROUP}); process.setuid(65534);` : '', { mode: 0o644 });
  return createVectorProcess({ program: process.execPath, args: ['--require', become, copy], env });
};

test('a running Frigate is read by a user who may only read its folder and files, and nothing of that user is left there', async () => {
  if (!hasSqlite) return assert.equal(hasSqlite, false);
  const place = mkdtempSync(join(folder, 'readable-'));
  const file = createFrigateDatabase(768, place);
  const objects = Array.from({ length: 5 }, (_, at) => storedObject(vectorOf(at)));
  file.add(objects.slice(0, 2));
  chmodSync(folder, 0o755);
  const read = readerOf();
  const give = (mode: number): void => {
    for (const name of readdirSync(place)) chmodSync(join(place, name), mode);
    if (isRoot) for (const path of [place, ...readdirSync(place).map((name) => join(place, name))]) chownSync(path, 0, FRIGATE_GROUP);
  };
  chmodSync(place, isRoot ? 0o750 : 0o550);
  give(isRoot ? 0o640 : 0o440);
  assert.equal(word(await read({ ...ask, path: file.path })), '2 vectors', 'while Frigate runs');
  file.add(objects.slice(2));
  assert.equal(word(await read({ ...ask, path: file.path })), '5 vectors', 'what was written since, from the log');
  assert.deepEqual(readdirSync(place).toSorted(), ['frigate.db', 'frigate.db-shm', 'frigate.db-wal']);
  give(0o000);
  if (isRoot) chownSync(place, 0, 0);
  assert.equal(word(await read({ ...ask, path: file.path })), 'forbidden');
  chmodSync(place, 0o755);
  give(0o644);
  file.close();
  assert.equal(word(await read({ ...ask, path: file.path })), '5 vectors', 'after Frigate stopped');
  assert.deepEqual(readdirSync(dirname(file.path)), ['frigate.db']);
});

test('reading while Frigate writes gives whole vectors and never makes it wait', async () => {
  if (!hasSqlite) return assert.equal(hasSqlite, false);
  const file = createFrigateDatabase();
  const read = createVectorProcess({ program: process.execPath, args: [script], env });
  const reading = Array.from({ length: 3 }, () => read({ ...ask, path: file.path }));
  let isOver = false;
  const all = Promise.all(reading).finally(() => (isOver = true));
  for (let n = 0; !isOver; n += 1) {
    // No busy timeout: a lock of the reader would throw here.
    file.add([storedObject(vectorOf(n))]);
    if (n % 10 === 9) file.sql('PRAGMA wal_checkpoint(PASSIVE)');
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const answer of await all) assert.ok(answer.ok, word(answer));
  file.dispose();
});
