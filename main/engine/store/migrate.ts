import type { Database } from 'better-sqlite3';
import { picture } from './migrations/0001-picture.ts';
import { history } from './migrations/0002-history.ts';
import { floodSpool } from './migrations/0003-flood-spool.ts';
import { statusSlot } from './migrations/0004-status-slot.ts';
import { deskVersion } from './migrations/0005-desk-version.ts';

/** In order; the file's number is the version that it leads to. A landed migration is never changed. */
export const MIGRATIONS: readonly string[] = [picture, history, floodSpool, statusSlot, deskVersion];
export const SCHEMA_VERSION = MIGRATIONS.length;

/** `newer`: written by a later version of the console; nothing was touched. */
export type Migrated = { readonly ok: true; readonly from: number } | { readonly ok: false; readonly newer: number };

/** Brings a database to `to` (the newest by default), each step in its own transaction. Throws SQLite's errors. */
export const migrate = (db: Database, to: number = SCHEMA_VERSION): Migrated => {
  const from = Number(db.pragma('user_version', { simple: true }));
  if (from > SCHEMA_VERSION) return { ok: false, newer: from };
  for (let version = from + 1; version <= to; version += 1) {
    const step = MIGRATIONS[version - 1];
    if (step === undefined) throw new Error(`no migration ${version}`);
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${version}`);
    })();
  }
  return { ok: true, from };
};
