import type { EventKind } from '../../fleet/wire/catalogue.ts';

/*
 * Events wait here until the hub provably has them: a broker that is killed loses its queue (contract §8). The durable one
 * is journal/journal.ts; the one here lives in memory, for simulated sites.
 */

export interface OutboxEntry {
  readonly kind: EventKind;
  readonly seq: number;
  readonly payload: string;
}

export interface Outbox {
  /** Events that the hub is not known to have. */
  readonly depth: number;
  /** Events that had to leave before the hub had them. */
  readonly dropped: number;
  readonly lastSeq: number;
  /** The hub has everything up to this one. */
  readonly provenSeq: number;
  /** One more event; `seal` gets its `seq` and gives its payload, which never changes afterwards. */
  append(kind: EventKind, monoMs: number, seal: (seq: number) => string): OutboxEntry;
  /** Makes everything that was appended durable, as far as the disk lets it. To be called before any of it is told. */
  commit(): void;
  /** Up to `max` events behind `seq`, oldest first. */
  after(seq: number, max: number): readonly OutboxEntry[];
  /** The hub has everything up to `seq`. */
  proven(seq: number): void;
  /** Drops what is older than 7 days or beyond 20 MB, oldest first. */
  trim(monoMs: number): void;
}

export interface OutboxBounds {
  readonly maxBytes: number;
  /** Of the agent's running time: no clock that jumps makes an event old. */
  readonly maxAgeMs: number;
}

/** Contract §8: 7 days or 20 MB. */
export const OUTBOX_BOUNDS: OutboxBounds = { maxBytes: 20 * 1_048_576, maxAgeMs: 7 * 86_400_000 };

interface Waiting extends OutboxEntry {
  readonly monoMs: number;
}

/** `lastSeq`: where an earlier life of the agent stopped; the row of `seq` goes on without a gap. */
export const createMemoryOutbox = (lastSeq: number, bounds: OutboxBounds = OUTBOX_BOUNDS): Outbox => {
  let entries: Waiting[] = [];
  let bytes = 0;
  let seq = lastSeq;
  let provenSeq = lastSeq;
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
    get provenSeq() {
      return provenSeq;
    },
    append: (kind, monoMs, seal) => {
      seq += 1;
      const entry = { kind, seq, payload: seal(seq), monoMs };
      entries.push(entry);
      bytes += entry.payload.length;
      trim(monoMs);
      return entry;
    },
    commit: () => undefined,
    after: (from, max) => entries.filter((entry) => entry.seq > from).slice(0, max),
    proven: (to) => {
      provenSeq = Math.max(provenSeq, Math.min(to, seq));
      const kept = entries.findIndex((entry) => entry.seq > provenSeq);
      leave(kept < 0 ? entries.length : kept);
    },
    trim,
  };
};
