import { lstatSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/*
 * Frigate's own database, opened to be read and nothing else. The one file that knows of SQLite: it is part of the runtime
 * that the agent ships with (docs/decisions/0010-embeddings.md), and is looked for at run time since other runtimes lack it.
 */

/** Why a database gives no vectors; each is a state of the site, none ends the agent. */
export const VECTOR_FAULTS = ['runtime', 'missing', 'forbidden', 'damaged', 'busy', 'foreign', 'reader', 'slow'] as const;
export type VectorFault = (typeof VECTOR_FAULTS)[number];

export class VectorFailure extends Error {
  readonly fault: VectorFault;
  constructor(fault: VectorFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

export type SqlRow = Readonly<Record<string, unknown>>;

export interface FrigateDatabase {
  /** All rows of a query. Throws VectorFailure. */
  rows(sql: string, ...values: readonly (string | number)[]): readonly SqlRow[];
}

interface SqliteConnection {
  exec(sql: string): void;
  prepare(sql: string): { all(...values: readonly (string | number)[]): readonly SqlRow[] };
  close(): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (path: URL, options: { readonly readOnly: true; readonly timeout: number; readonly limits: { readonly length: number } }) => SqliteConnection;
}

/** A writer in WAL mode never makes a reader wait; this is for the moments in which a log is recovered. */
const BUSY_MS = 500;

/** Text or blob: ten times a chunk of Frigate's. What is larger, stored or computed by a stranger's schema, is refused. */
export const CELL_MAX_BYTES = 33_554_432;

const sqlite = (): SqliteModule => {
  const found = (process as { getBuiltinModule?: (name: string) => unknown }).getBuiltinModule?.('node:sqlite');
  if (found === undefined) throw new VectorFailure('runtime', `Node ${process.versions.node} has no SQLite`);
  return found as SqliteModule;
};

/** SQLite's primary result codes: https://www.sqlite.org/rescode.html */
const FAULT_OF_CODE: Readonly<Record<number, VectorFault>> = {
  1: 'foreign',
  3: 'forbidden',
  5: 'busy',
  6: 'busy',
  8: 'busy',
  10: 'damaged',
  11: 'damaged',
  14: 'forbidden',
  23: 'forbidden',
  26: 'damaged',
};

const failureOf = (error: unknown): VectorFailure => {
  if (error instanceof VectorFailure) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  if (errcode !== undefined) return new VectorFailure(FAULT_OF_CODE[errcode % 256] ?? 'damaged', message ?? String(errcode));
  if (code === 'ENOENT' || code === 'ENOTDIR') return new VectorFailure('missing', code);
  if (code === 'EACCES' || code === 'EPERM') return new VectorFailure('forbidden', code);
  return new VectorFailure('damaged', code ?? message ?? 'unknown');
};

/** Size, place and time of a file; undefined where there is none. */
const traceOf = (path: string): string | undefined => {
  const found = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev} ${found.ino} ${found.size} ${found.mtimeNs}`;
};

const demandFile = (path: string): void => {
  if (!statSync(path).isFile()) throw new VectorFailure('foreign', 'is no file');
};

/**
 * A running Frigate has a log beside its database, and both are read with the shared memory that it keeps: never made here,
 * also where this user could. Without a log nobody writes, so the file alone is whole; whether that stayed so is looked at.
 */
const urlOf = (path: string, isStill: boolean): URL => {
  const url = pathToFileURL(path);
  url.searchParams.set('mode', 'ro');
  url.searchParams.set(isStill ? 'immutable' : 'readonly_shm', '1');
  return url;
};

/** A file of a stranger: nothing in its schema may run, and its pages are looked at before they are believed. */
const GUARDS = 'PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY';

/** Opens the database at `path`, lets `use` read one state of it, and closes it. Throws VectorFailure. */
export const withDatabase = <T>(path: string, use: (database: FrigateDatabase) => T): T => {
  let connection: SqliteConnection | undefined;
  try {
    const { DatabaseSync } = sqlite();
    demandFile(path);
    const before = traceOf(path);
    const isStill = traceOf(`${path}-wal`) === undefined;
    const opened = new DatabaseSync(urlOf(path, isStill), { readOnly: true, timeout: BUSY_MS, limits: { length: CELL_MAX_BYTES } });
    connection = opened;
    opened.exec(GUARDS);
    opened.exec('BEGIN');
    const found = use({ rows: (sql, ...values) => opened.prepare(sql).all(...values) });
    opened.exec('COMMIT');
    if (isStill && (traceOf(`${path}-wal`) !== undefined || traceOf(path) !== before)) throw new VectorFailure('busy', 'Frigate has just started');
    return found;
  } catch (error) {
    throw failureOf(error);
  } finally {
    connection?.close();
  }
};
