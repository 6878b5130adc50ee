import type { EventKind } from '../../fleet/wire/catalogue.ts';

/*
 * Events wait here until the hub provably has them: a broker that is killed loses its queue (contract §8). The interface is
 * what a durable outbox has to keep; this one lives in memory, for simulated sites.
 */

export interface OutboxEntry {
  readonly kind: EventKind;
  readonly seq: number;
  readonly payload: string;
  /** Monotonic time at which it was written. */
  readonly monoMs: number;
}

export interface Outbox {
  /** Events that wait. */
  readonly depth: number;
  /** Events that had to leave before the hub had them. */
  readonly dropped: number;
  readonly lastSeq: number;
  /** Stores one more event; `seal` gets its `seq` and gives its payload, which never changes afterwards. */
  append(kind: EventKind, monoMs: number, seal: (seq: number) => string): OutboxEntry;
  /** Everything written at or after `monoMs`, oldest first. */
  since(monoMs: number): readonly OutboxEntry[];
  /** The hub has everything written before `monoMs`. */
  proven(monoMs: number): void;
  /** Drops what is older than 7 days or beyond 20 MB, oldest first. */
  trim(monoMs: number): void;
}

export interface OutboxBounds {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** Contract §8: 7 days or 20 MB. */
export const OUTBOX_BOUNDS: OutboxBounds = { maxBytes: 20 * 1_048_576, maxAgeMs: 7 * 86_400_000 };

/** `lastSeq`: where an earlier life of the agent stopped; the row of `seq` goes on without a gap. */
export const createMemoryOutbox = (lastSeq: number, bounds: OutboxBounds = OUTBOX_BOUNDS): Outbox => {
  let entries: OutboxEntry[] = [];
  let bytes = 0;
  let seq = lastSeq;
  let dropped = 0;
  const leave = (count: number): void => {
    for (const entry of entries.slice(0, count)) bytes -= entry.payload.length;
    entries = entries.slice(count);
  };
  const trim = (monoMs: number): void => {
    let count = 0;
    let left = bytes;
    for (const entry of entries) {
      if (left <= bounds.maxBytes && monoMs - entry.monoMs <= bounds.maxAgeMs) break;
      left -= entry.payload.length;
      count += 1;
    }
    dropped += count;
    if (count > 0) leave(count);
  };
  return {
    get depth() {
      return entries.length;
    },
    get dropped() {
      return dropped;
    },
    get lastSeq() {
      return seq;
    },
    append: (kind, monoMs, seal) => {
      seq += 1;
      const entry = { kind, seq, payload: seal(seq), monoMs };
      entries.push(entry);
      bytes += entry.payload.length;
      trim(monoMs);
      return entry;
    },
    since: (monoMs) => entries.filter((entry) => entry.monoMs >= monoMs),
    proven: (monoMs) => {
      const kept = entries.findIndex((entry) => entry.monoMs >= monoMs);
      leave(kept < 0 ? entries.length : kept);
    },
    trim,
  };
};
