import { SERIES_KEPT_MS, slotAt, worseOf, type StatusCounts, type StatusSlot } from '../../../fleet/status-series.ts';
import type { WritableDatabase } from './database.ts';

export interface StatusSlots {
  /** A moment of the fleet: its slot keeps the worst one. Throws SQLite's errors. */
  note(ts: number, counts: StatusCounts): void;
  /** Slots of the 24 hours before `ts`, oldest first; moments in which nothing was noted have none. */
  until(ts: number): readonly StatusSlot[];
}

type Row = StatusCounts & { readonly ts: number };

const slotOf = ({ ts, ...counts }: Row): StatusSlot => ({ ts, counts });

/** The table's only reader and writer. Old slots leave with each new one; so do those after it, where a clock was set back. */
export const createStatusSlots = (db: WritableDatabase): StatusSlots => {
  const read = db.prepare('SELECT * FROM status_slot WHERE ts = ?');
  const between = db.prepare('SELECT * FROM status_slot WHERE ts >= ? AND ts <= ? ORDER BY ts');
  const write = db.prepare(
    `INSERT OR REPLACE INTO status_slot (ts, offline, err, warn, unknown, maintenance, ok)
     VALUES (@ts, @offline, @err, @warn, @unknown, @maintenance, @ok)`,
  );
  const forget = db.prepare('DELETE FROM status_slot WHERE ts < ? OR ts > ?');
  const note = db.transaction((ts: number, counts: StatusCounts): void => {
    const slot = slotAt(ts);
    const known = read.get(slot) as Row | undefined;
    write.run({ ts: slot, ...(known === undefined ? counts : worseOf(slotOf(known).counts, counts)) });
    forget.run(slotAt(ts - SERIES_KEPT_MS), slot);
  });
  return {
    note: (ts, counts) => note.immediate(ts, counts),
    until: (ts) => (between.all(slotAt(ts - SERIES_KEPT_MS), ts) as Row[]).map(slotOf),
  };
};
