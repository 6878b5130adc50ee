import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Sqlite from 'better-sqlite3';
import type { EngineConfig } from '../../fleet/ipc.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { temporaryDir, testConfig, testHub } from './engine.test-support.ts';
import { connectPublisher, TestSite } from './site-speaker.test-support.ts';
import { DATABASE_FILE } from './store/database.ts';
import { nativeBindingPath } from './store/native-binding.ts';

/** Node 24 runs the sources; Electron's Node 20 needs the bundle that the build made. */
const ENTRY = Number(process.versions.node.split('.')[0]) >= 24 ? 'main/engine/index.ts' : 'dist/engine/index.js';

const startProcess = async (config: EngineConfig): Promise<ChildProcess> => {
  const child = fork(join(process.cwd(), ENTRY), [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the engine ended with ${String(code)}: ${errors}`)));
  });
  child.send(config);
  await ready;
  return child;
};

const end = async (child: ChildProcess, signal: NodeJS.Signals | 'stop'): Promise<number | null> => {
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  if (signal === 'stop') child.send({ type: 'stop' });
  else child.kill(signal);
  return ended;
};

const read = <T>(dataDir: string, query: (db: Sqlite.Database) => T): T => {
  const nativeBinding = nativeBindingPath();
  const db = new Sqlite(join(dataDir, DATABASE_FILE), { readonly: true, ...(nativeBinding === undefined ? {} : { nativeBinding }) });
  try {
    return query(db);
  } finally {
    db.close();
  }
};

const SITES = 40;
const EVENTS_PER_SITE = 50;

test('FS-470: an engine killed in the middle of batches loses nothing that it acknowledged, and stores nothing twice', { skip: !existsSync(ENTRY) && `${ENTRY} is not built` }, async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const config = testConfig(dir.path, [testHub(broker.url)]);
  let child = await startProcess(config);
  t.after(() => child.kill('SIGKILL'));
  await waitFor('the session', () => /as console-[0-9a-f]{8} /.test(broker.log()));
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  const sites = Array.from({ length: SITES }, (_, n) => new TestSite(`BL-LAB-${n}`));
  // The subscription is there when a first event came through.
  await waitFor('the subscription', async () => {
    await publisher.send(new TestSite('BL-FIRST-1').alert(1));
    return read(dir.path, (db) => Number(db.prepare('SELECT count(*) FROM history').pluck().get()) > 0);
  });
  const count = (): number => read(dir.path, (db) => Number(db.prepare("SELECT count(*) FROM history WHERE site LIKE 'BL-LAB-%'").pluck().get()));
  for (let n = 0; n < EVENTS_PER_SITE; n += 1) {
    for (const site of sites) publisher.blast(site.alert(n));
    if (n % 10 !== 9) continue;
    const before = count();
    await waitFor('some commits', () => count() > before);
    await end(child, 'SIGKILL');
    child = await startProcess(config);
  }
  await waitFor('every event', () => count() === SITES * EVENTS_PER_SITE);
  const distinct = read(dir.path, (db) => db.prepare("SELECT count(*) FROM (SELECT DISTINCT site, boot, seq FROM history WHERE site LIKE 'BL-LAB-%')").pluck().get());
  assert.equal(distinct, SITES * EVENTS_PER_SITE);
  assert.equal(await end(child, 'stop'), 0);
});

test('FS-471: an engine that finds its database damaged puts it aside, ends, and the next one rebuilds from what hubs retain', { skip: !existsSync(ENTRY) && `${ENTRY} is not built` }, async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await publisher.send(new TestSite('BL-LAB-1').health());
  const config = testConfig(dir.path, [testHub(broker.url)]);
  const stored = (): boolean => existsSync(join(dir.path, DATABASE_FILE)) && read(dir.path, (db) => Number(db.prepare('SELECT count(*) FROM document').pluck().get()) === 1);
  let child = await startProcess(config);
  t.after(() => child.kill('SIGKILL'));
  await waitFor('the document', stored);
  assert.equal(await end(child, 'stop'), 0);
  // A table whose root page is another one's: structure that no read can follow.
  const nativeBinding = nativeBindingPath();
  const db = new Sqlite(join(dir.path, DATABASE_FILE), nativeBinding === undefined ? {} : { nativeBinding });
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  db.exec("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'document'");
  db.close();
  child = await startProcess(config);
  await waitFor('the document again', stored);
  assert.equal(readdirSync(dir.path).filter((name) => /damaged-\d+$/.test(name)).length, 1);
  assert.equal(await end(child, 'stop'), 0);
});
