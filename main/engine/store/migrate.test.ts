import assert from 'node:assert/strict';
import { test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { migrate, SCHEMA_VERSION } from './migrate.ts';
import { nativeBindingPath } from './native-binding.ts';
import { createReader } from './reader.ts';

const memory = (): Sqlite.Database => {
  const nativeBinding = nativeBindingPath();
  return new Sqlite(':memory:', nativeBinding === undefined ? {} : { nativeBinding });
};

/** Rows as each version's own code wrote them. */
const FILL: readonly ((db: Sqlite.Database) => void)[] = [
  (db) => {
    db.prepare("INSERT INTO document VALUES ('BL-LAB-1', 'state/health', 1, 2, 3, ?)").run(Buffer.from('{"level":"ok"}'));
    db.prepare("INSERT INTO site VALUES ('BL-LAB-1', '{\"a\":1}')").run();
    db.prepare("INSERT INTO alert VALUES ('BL-LAB-1/x', 'open', NULL, '{\"key\":\"BL-LAB-1/x\"}')").run();
    db.prepare("INSERT INTO desk VALUES ('fleet/v1/_desk/site/BL-LAB-1', '{\"v\":1}')").run();
  },
  (db) => void db.prepare("INSERT INTO history (site, kind, boot, seq, ts, rx_ts, body) VALUES ('BL-LAB-1', 'event/alert', 1, 1, 1, 1, x'7b7d')").run(),
  (db) => void db.prepare("INSERT INTO flood_spool (site, kind, hub, topic, retained, rx_ts, body) VALUES ('BL-LAB-1', 'event/alert', 'h', 't', 0, 1, x'7b7d')").run(),
  (db) => void db.prepare('INSERT INTO status_slot VALUES (300000, 1, 0, 0, 0, 0, 29)').run(),
  (db) => void db.prepare("INSERT INTO desk_version VALUES (1, 'fleet/v1/_desk/rule/r', 1, '0011aabb', 1, '{}')").run(),
];

const dump = (db: Sqlite.Database): string =>
  JSON.stringify(
    (db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all() as string[]).map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all()]),
  );

test('FS-440: a database of each earlier version keeps its rows and ends at the newest schema', () => {
  assert.equal(FILL.length, SCHEMA_VERSION);
  const schema = (db: Sqlite.Database): unknown => db.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
  const newest = memory();
  migrate(newest);
  for (let version = 0; version <= SCHEMA_VERSION; version += 1) {
    const db = memory();
    migrate(db, version);
    for (const fill of FILL.slice(0, version)) fill(db);
    const rows = version === 0 ? [] : ['document', 'site', 'alert', 'desk'].map((table) => db.prepare(`SELECT * FROM ${table}`).all());
    assert.deepEqual(migrate(db), { ok: true, from: version });
    assert.equal(db.pragma('user_version', { simple: true }), SCHEMA_VERSION);
    assert.deepEqual(schema(db), schema(newest));
    if (version === 0) continue;
    assert.deepEqual(['document', 'site', 'alert', 'desk'].map((table) => db.prepare(`SELECT * FROM ${table}`).all()), rows);
    assert.deepEqual(createReader(db).readFleet().documents, [{ site: 'BL-LAB-1', kind: 'state/health', rxTs: 3, body: { level: 'ok' } }]);
    db.close();
  }
  newest.close();
});

test('FS-441: a failed migration leaves the database at the version before it', () => {
  const db = memory();
  migrate(db, 1);
  FILL[0]!(db);
  db.exec('CREATE TABLE history (in_the_way)');
  const before = dump(db);
  assert.throws(() => migrate(db));
  assert.equal(db.pragma('user_version', { simple: true }), 1);
  assert.equal(dump(db), before);
  db.close();
});
