import type { EventKind } from '../../fleet/wire/catalogue.ts';
import type { Outbox, OutboxEntry } from '../site/outbox.ts';
import type { Faults } from './faults.ts';

/*
 * Both ends of every event: what the site wrote, and what headquarters heard.
 */

interface Alert {
  readonly id: string;
  readonly rev: number;
  readonly op: 'open' | 'update' | 'close';
  readonly kind: string;
  readonly object: string;
}

export interface Ledger {
  /** Events that the site wrote, as far as it was watched. */
  readonly count: number;
  /** Copies that headquarters heard beyond the first. */
  readonly copies: number;
  heard(payload: string): void;
  /** A life of the site begins: what it remembers up to `lastSeq` is all that was ever written. */
  begin(lastSeq: number): void;
  /** The outbox with every event noted. */
  watch<T extends Outbox>(outbox: T): T;
  /** What a journal holds at the end; what left it before must have been heard. */
  written(entries: readonly OutboxEntry[], lastSeq: number): void;
  heardAll(lastSeq: number): boolean;
  heardPayloads(): readonly string[];
  /** Every event was heard, once, with one content; each condition has one alert at a time. */
  settle(): void;
}

/** Alerts in the order of their numbers: one open per condition, closes of what is open. */
const checkAlerts = (payloads: readonly string[], faults: Faults): void => {
  const open = new Map<string, string>();
  for (const payload of payloads) {
    const { id, op, kind, object } = JSON.parse(payload) as Partial<Alert>;
    if (id === undefined || op === undefined || object === undefined) continue;
    const key = `${kind} ${object}`;
    const before = open.get(key);
    if (op === 'open' && before !== undefined) faults.add('doubled', `${key}: ${id} while ${before} is open`);
    if (op !== 'open' && before !== id) faults.add('doubled', `${key}: ${op} of ${id} while ${before ?? 'nothing'} is open`);
    if (op === 'close') open.delete(key);
    else open.set(key, id);
  }
};

export const createLedger = (faults: Faults): Ledger => {
  const written = new Map<number, string>();
  const heard = new Map<number, string>();
  let copies = 0;
  return {
    get count() {
      return written.size;
    },
    get copies() {
      return copies;
    },
    heard: (payload) => {
      const { seq } = JSON.parse(payload) as { readonly seq: number };
      const known = heard.get(seq);
      if (known !== undefined && known !== payload) faults.add('doubled', `event ${seq} has two contents`);
      if (known !== undefined) copies += 1;
      heard.set(seq, payload);
    },
    begin: (lastSeq) => {
      for (const seq of [...written.keys()].filter((one) => one > lastSeq)) {
        written.delete(seq);
        if (heard.has(seq)) faults.add('forgotten', `event ${seq}`);
      }
    },
    watch: (outbox) => {
      const append = outbox.append.bind(outbox);
      outbox.append = (kind: EventKind, monoMs: number, seal: (seq: number) => string) => {
        const entry = append(kind, monoMs, seal);
        written.set(entry.seq, entry.payload);
        return entry;
      };
      return outbox;
    },
    written: (entries, lastSeq) => {
      for (const { seq, payload } of entries) written.set(seq, payload);
      for (let seq = 1; seq <= lastSeq; seq += 1) {
        const payload = heard.get(seq);
        if (written.has(seq)) continue;
        if (payload === undefined) faults.add('lost', `event ${seq} left the journal and was not heard`);
        else written.set(seq, payload);
      }
    },
    heardAll: (lastSeq) => {
      for (let seq = 1; seq <= lastSeq; seq += 1) if (!heard.has(seq)) return false;
      return true;
    },
    heardPayloads: () => [...heard.values()],
    settle: () => {
      for (const [seq, payload] of written) {
        if (!heard.has(seq)) faults.add('lost', `event ${seq}: ${payload.slice(0, 160)}`);
        else if (heard.get(seq) !== payload) faults.add('doubled', `event ${seq} was told otherwise`);
      }
      for (const seq of heard.keys()) if (!written.has(seq)) faults.add('forgotten', `event ${seq}`);
      checkAlerts([...heard.keys()].toSorted((a, b) => a - b).map((seq) => heard.get(seq) ?? '{}'), faults);
    },
  };
};
