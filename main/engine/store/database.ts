import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { putAside } from './corruption.ts';
import { storeFailure, type StoreFailure } from './failure.ts';
import { migrate } from './migrate.ts';

/** The one handle that may write. Readers get `ReadableDatabase`, so that a query cannot write by mistake. */
export type WritableDatabase = Database & { readonly __brand?: 'writable' };
export type ReadableDatabase = Pick<Database, 'prepare'>;

export interface OpenedDatabase {
  readonly db: WritableDatabase;
  /** The file that was there could not be used and lies beside the new one under this name. */
  readonly rebuilt?: { readonly reason: 'damaged' | 'newer'; readonly aside: string };
  /** The directory could not be used: this database lives in memory and ends with the process. */
  readonly memoryOnly?: StoreFailure;
}

export interface OpenOptions {
  readonly dataDir: string;
  readonly nativeBinding?: string | undefined;
  /** Names the file put aside. */
  readonly nowTs: number;
}

export const DATABASE_FILE = 'fleet.db';

const openAt = (path: string, nativeBinding: string | undefined): WritableDatabase => {
  const db = new Sqlite(path, nativeBinding === undefined ? {} : { nativeBinding });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('cache_size = -64000');
    // A batch under load touches more pages than SQLite's stock 1,000: each commit would copy all of them into the file. As
    // many as `journal_size_limit` lets lie.
    db.pragma('wal_autocheckpoint = 16000');
    db.pragma('temp_store = MEMORY');
    db.pragma('journal_size_limit = 67108864');
    // A page that was damaged but still parses is noticed when it is read.
    db.pragma('cell_size_check = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** The database at the newest schema, or why the file can't be used. Throws what is neither damage nor environment. */
const tryOpen = (path: string, nativeBinding: string | undefined): WritableDatabase | 'damaged' | 'newer' => {
  let db: WritableDatabase | undefined;
  try {
    db = openAt(path, nativeBinding);
    if (migrate(db).ok) return db;
    db.close();
    return 'newer';
  } catch (error) {
    db?.close();
    // "no such table", "duplicate column": the file says a version that it is not.
    const code = (error as { code?: unknown }).code;
    if (storeFailure(error) === 'damaged' || code === 'SQLITE_ERROR') return 'damaged';
    throw error;
  }
};

/**
 * Opens the rebuildable database of a profile. What can't be read is put aside, never deleted, and a new one begun: the
 * hubs' retained messages fill it again. Where the directory can't be written the database lives in memory.
 */
export const openDatabase = ({ dataDir, nativeBinding, nowTs }: OpenOptions): OpenedDatabase => {
  try {
    mkdirSync(dataDir, { recursive: true });
    const path = join(dataDir, DATABASE_FILE);
    const opened = tryOpen(path, nativeBinding);
    if (typeof opened === 'object') return { db: opened };
    const aside = putAside(path, nowTs);
    const fresh = tryOpen(path, nativeBinding);
    if (typeof fresh === 'object') return { db: fresh, rebuilt: { reason: opened, aside } };
    throw Object.assign(new Error('a new database is damaged'), { code: 'SQLITE_IOERR' });
  } catch (error) {
    const failure = storeFailure(error);
    if (failure === undefined) throw error;
    const db = openAt(':memory:', nativeBinding);
    migrate(db);
    return { db, memoryOnly: failure };
  }
};
