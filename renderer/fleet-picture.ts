import type { FleetTables, TableName } from '../fleet/delta.ts';
import type { ClockConfig, Meter } from '../fleet/ipc.ts';

export const RATES_KEPT = 40;

/**
 * Everything the engine told this window. Each drawn frame makes a new one that shares what did not change. Records are
 * immutable and so are the tables, but for that of the sites: it is one object, changed in place by each drawn frame.
 */
export interface FleetPicture {
  readonly tables: FleetTables;
  /** False until the first snapshot: there is nothing to show yet, not even "nothing". */
  readonly received: boolean;
  readonly live: boolean;
  /** Receive time of the newest thing shown. */
  readonly pictureTs?: number;
  readonly clock: ClockConfig;
  readonly meter?: Meter;
  /** Messages per second, newest last, at most `RATES_KEPT`. */
  readonly rates: readonly number[];
}

/** Keys that changed since the last drawn picture, by table; `all` after a snapshot. */
export interface PictureChange {
  /** Of the sites only those that changed, unless `all` did. */
  readonly before: FleetPicture;
  readonly after: FleetPicture;
  readonly all: boolean;
  readonly keys: Readonly<Partial<Record<TableName, readonly string[]>>>;
}
