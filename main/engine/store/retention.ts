import { REMEMBER_MS } from '../../../fleet/alert-clock.ts';
import type { WritableDatabase } from './database.ts';

/*
 * Old rows leave in slices between batches: one slice is a few milliseconds, so that no batch waits for a clean-up.
 */

const DAY_MS = 86_400_000;
export const HISTORY_KEPT_MS = 90 * DAY_MS;
/** A bound for the disk whatever the rate: about 3 GB of events. */
export const HISTORY_MAX_ROWS = 5_000_000;
/** Beaten versions of desk documents; each is at most 256 kB, most are 300 bytes. */
export const DESK_VERSIONS_MAX = 2_000;
export const SLICE_ROWS = 500;

export interface RetentionLimits {
  readonly historyKeptMs: number;
  readonly historyMaxRows: number;
  readonly closedAlertsKeptMs: number;
  readonly sliceRows: number;
}

const DEFAULT_LIMITS: RetentionLimits = {
  historyKeptMs: HISTORY_KEPT_MS,
  historyMaxRows: HISTORY_MAX_ROWS,
  closedAlertsKeptMs: REMEMBER_MS,
  sliceRows: SLICE_ROWS,
};

export interface Retention {
  /** Deletes at most one slice of each table; true while there may be more. Throws SQLite's errors. */
  slice(nowTs: number): boolean;
}

export const createRetention = (db: WritableDatabase, limits: RetentionLimits = DEFAULT_LIMITS): Retention => {
  const oldHistory = db.prepare('DELETE FROM history WHERE rx_ts < ? AND id IN (SELECT id FROM history ORDER BY id LIMIT ?)');
  const span = db.prepare('SELECT min(id) AS first, max(id) AS last FROM history');
  const oldest = db.prepare('DELETE FROM history WHERE id IN (SELECT id FROM history ORDER BY id LIMIT ?)');
  const oldAlerts = db.prepare('DELETE FROM alert WHERE key IN (SELECT key FROM alert WHERE closed_ts < ? LIMIT ?)');
  const oldVersions = db.prepare('DELETE FROM desk_version WHERE id <= (SELECT max(id) FROM desk_version) - ?');
  return {
    slice: (nowTs) => {
      // Receive times rise with ids (but for set clocks), so the front of the table tells whether there is anything to do.
      let deleted = oldHistory.run(nowTs - limits.historyKeptMs, limits.sliceRows).changes;
      const { first, last } = span.get() as { first: number | null; last: number | null };
      if (first !== null && last !== null && last - first >= limits.historyMaxRows) {
        deleted = Math.max(deleted, oldest.run(Math.min(limits.sliceRows, last - first + 1 - limits.historyMaxRows)).changes);
      }
      deleted = Math.max(deleted, oldAlerts.run(nowTs - limits.closedAlertsKeptMs, limits.sliceRows).changes);
      oldVersions.run(DESK_VERSIONS_MAX);
      return deleted >= limits.sliceRows;
    },
  };
};
