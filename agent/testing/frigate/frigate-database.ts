import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLoadablePath } from 'sqlite-vec';

/*
 * STAND-IN for a Frigate's database, test code: written by SQLite with the extension that Frigate has, and by the statements
 * that Frigate uses. Only where the runtime has SQLite.
 */

interface Connection {
  exec(sql: string): void;
  prepare(sql: string): { run(...values: readonly unknown[]): unknown };
  loadExtension(path: string): void;
  enableDefensive(on: boolean): void;
  close(): void;
}

interface Module {
  readonly DatabaseSync: new (path: string, options: { readonly allowExtension: true }) => Connection;
}

const sqlite = process.getBuiltinModule('node:sqlite') as unknown as Module | undefined;

/** False on the Node of the oldest Electron. */
export const hasSqlite = sqlite !== undefined;

export interface StoredObject {
  readonly id: string;
  readonly camera: string;
  readonly label: string;
  readonly startS: number;
  readonly vector: Float32Array;
}

export interface FrigateDatabaseFile {
  readonly path: string;
  /** Tracked objects that have ended, and their vectors; all in one transaction. */
  add(objects: readonly StoredObject[]): void;
  /** As Frigate's retention does. */
  remove(ids: readonly string[]): void;
  /** `reindex`: drops the table of vectors and makes it anew. */
  reindex(objects: readonly StoredObject[]): void;
  sql(text: string): void;
  close(): void;
  dispose(): void;
}

const CREATE_EVENTS = `CREATE TABLE IF NOT EXISTS "event" ("id" VARCHAR(30) NOT NULL PRIMARY KEY, "label" VARCHAR(20) NOT NULL, "sub_label" VARCHAR(100),
  "camera" VARCHAR(20) NOT NULL, "start_time" DATETIME NOT NULL, "end_time" DATETIME, "data" JSON NOT NULL)`;
const CREATE_VECTORS = `CREATE VIRTUAL TABLE IF NOT EXISTS vec_thumbnails USING vec0(
  id TEXT PRIMARY KEY, thumbnail_embedding FLOAT[DIMS] distance_metric=cosine)`;

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

const open = (path: string): Connection => {
  if (!sqlite) throw new Error('this runtime has no SQLite');
  const connection = new sqlite.DatabaseSync(path, { allowExtension: true });
  connection.loadExtension(getLoadablePath());
  // Tests spoil tables that only the extension should write.
  connection.enableDefensive(false);
  connection.exec('PRAGMA auto_vacuum=FULL; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL');
  return connection;
};

/** A database in a folder of its own, open as long as a Frigate runs. */
export const createFrigateDatabase = (dims = 768, folder = mkdtempSync(join(tmpdir(), 'frigate-db-'))): FrigateDatabaseFile => {
  const path = join(folder, 'frigate.db');
  let connection: Connection | undefined = open(path);
  const running = (): Connection => (connection ??= open(path));
  const create = (): void => running().exec(CREATE_VECTORS.replace('DIMS', String(dims)));
  running().exec(CREATE_EVENTS);
  create();
  const within = (work: () => void): void => {
    running().exec('BEGIN IMMEDIATE');
    work();
    running().exec('COMMIT');
  };
  const index = (objects: readonly StoredObject[]): void => {
    const insert = running().prepare('INSERT INTO vec_thumbnails(id, thumbnail_embedding) VALUES(?, ?)');
    for (const { id, vector } of objects) insert.run(id, bytesOf(vector));
  };
  return {
    path,
    add: (objects) =>
      within(() => {
        const insert = running().prepare('INSERT INTO event(id, label, camera, start_time, end_time, data) VALUES(?, ?, ?, ?, ?, ?)');
        for (const { id, label, camera, startS } of objects) insert.run(id, label, camera, startS, startS + 5, '{}');
        index(objects);
      }),
    remove: (ids) =>
      within(() => {
        for (const table of ['event', 'vec_thumbnails']) for (const id of ids) running().prepare(`DELETE FROM ${table} WHERE id IN (?)`).run(id);
      }),
    reindex: (objects) => {
      running().exec('DROP TABLE vec_thumbnails');
      create();
      within(() => index(objects));
    },
    sql: (text) => running().exec(text),
    close: () => {
      connection?.close();
      connection = undefined;
    },
    dispose: () => {
      connection?.close();
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
};

let count = 0;

/** A tracked object with any vector; `startS` grows with each. */
export const storedObject = (vector: Float32Array, more: Partial<StoredObject> = {}): StoredObject => {
  count += 1;
  const startS = 1_760_000_000 + count;
  return { id: `${startS}.125000-abc${count}`, camera: 'door', label: 'person', startS, vector, ...more };
};

/** A vector that is told apart from every other one: no two `n` below 10,000 are alike. */
export const vectorOf = (n: number, dims = 768): Float32Array => Float32Array.from({ length: dims }, (_, part) => Math.sin(n * 12.9898 + part * 78.233) * (1 + (n % 7)));
