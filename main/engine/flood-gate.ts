import type { Message } from '../../fleet/decode.ts';
import type { At } from '../../fleet/events.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { EVENT_KINDS } from '../../fleet/wire/catalogue.ts';
import { fullBucket, takeTokens, tokensAt, type FloodBucket } from './flood-bucket.ts';
import type { InboxMessage } from './inbox.ts';
import type { StoreBatch } from './store/batch.ts';
import type { Reader, SpooledEvent } from './store/reader.ts';

/*
 * Per-site buckets for events (contract §7). What is over the bucket is delayed, not dropped: it goes into a spool in the
 * database, is committed and acknowledged with its batch (so the hub's in-flight window never fills), and is folded later in
 * the order in which it came. The spool is bounded per site: an honest site's own queue holds no more than 20,000.
 */

export const SPOOL_MAX_EVENTS = 20_000;
/** Above this, only alerts of the site still enter its spool. */
export const SPOOL_MAX_OTHERS = 5_000;
/** Rows read for one site in one batch. */
const DRAIN_SLICE = 200;

const EVENTS: ReadonlySet<string> = new Set(EVENT_KINDS);
const isEvent = (kind: string): boolean => EVENTS.has(kind);

/** What happens to a message: folded now, kept for later, or (spool full) dropped under this counter. */
export type FloodVerdict = 'pass' | 'delayed' | { readonly dropped: string };

export interface FloodGate {
  /** Judges one message; a delayed one is added to the batch's spool rows. */
  judge(message: Message, entry: InboxMessage, rows: StoreBatch): FloodVerdict;
  /** Spooled events whose time has come, at most once a batch; they are marked as done in `rows`. */
  due(at: At, rows: StoreBatch): readonly SpooledEvent[];
  /** The batch was committed. */
  committed(rows: StoreBatch): void;
}

export class SiteFloodGate implements FloodGate {
  readonly #reader: Reader;
  readonly #buckets = new Map<SiteId, FloodBucket>();
  /** Committed spool rows per site. */
  readonly #spooled = new Map<SiteId, number>();
  /** Rows of the batch under way, per site. */
  readonly #adding = new Map<SiteId, number>();
  #batch: StoreBatch | undefined;
  #drained = false;

  constructor(reader: Reader, sizes = reader.spoolSizes()) {
    this.#reader = reader;
    for (const { site, n } of sizes) this.#spooled.set(site, n);
  }

  judge(message: Message, entry: InboxMessage, rows: StoreBatch): FloodVerdict {
    if (!isEvent(message.kind)) return 'pass';
    this.#begin(rows);
    const { site, kind } = message as { site: SiteId; kind: string };
    const waiting = (this.#spooled.get(site) ?? 0) + (this.#adding.get(site) ?? 0);
    if (waiting === 0 && this.#take(site, entry.at.monoMs)) return 'pass';
    const bound = kind === 'event/alert' ? SPOOL_MAX_EVENTS : SPOOL_MAX_OTHERS;
    if (waiting >= bound) return { dropped: `flood_dropped.${kind}:${site}` };
    const { topic, payload, retain } = entry.packet;
    rows.spooled.push({ site, kind, hub: entry.hub, topic, retained: retain, rxTs: entry.at.wallTs, body: payload });
    this.#adding.set(site, (this.#adding.get(site) ?? 0) + 1);
    return 'delayed';
  }

  due(at: At, rows: StoreBatch): readonly SpooledEvent[] {
    this.#begin(rows);
    if (this.#drained || this.#spooled.size === 0) return [];
    this.#drained = true;
    const events: SpooledEvent[] = [];
    for (const site of this.#spooled.keys()) {
      const bucket = this.#buckets.get(site) ?? fullBucket(at.monoMs);
      const room = Math.min(DRAIN_SLICE, Math.floor(tokensAt(bucket, at.monoMs)));
      if (room < 1) continue;
      const ready = this.#reader.spooled(site, room);
      const after = takeTokens(bucket, at.monoMs, ready.length);
      if (after !== undefined) this.#buckets.set(site, after);
      for (const event of ready) rows.unspooled.push(event.id);
      events.push(...ready);
    }
    return events;
  }

  committed(rows: StoreBatch): void {
    this.#begin(rows);
    for (const [site, n] of this.#adding) this.#spooled.set(site, (this.#spooled.get(site) ?? 0) + n);
    if (rows.unspooled.length > 0) this.#recount();
    this.#batch = undefined;
  }

  /** A new batch forgets what a failed one had begun. */
  #begin(rows: StoreBatch): void {
    if (this.#batch === rows) return;
    this.#batch = rows;
    this.#adding.clear();
    this.#drained = false;
  }

  #recount(): void {
    this.#spooled.clear();
    for (const { site, n } of this.#reader.spoolSizes()) this.#spooled.set(site, n);
  }

  #take(site: SiteId, monoMs: number): boolean {
    const after = takeTokens(this.#buckets.get(site) ?? fullBucket(monoMs), monoMs, 1);
    if (after === undefined) return false;
    this.#buckets.set(site, after);
    return true;
  }
}
