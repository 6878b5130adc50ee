import type { At } from '../../fleet/events.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { CATALOGUE } from '../../fleet/wire/catalogue.ts';
import type { EventKind, StateKind } from '../../fleet/wire/catalogue.ts';
import { encode } from '../../fleet/decode.ts';
import type { Bodies } from '../../fleet/decode.ts';

/*
 * Who speaks and in what order (contract §3).
 */

/** 2020-01-01: an earlier clock was never set. */
export const CLOCK_SET_FROM_TS = 1_577_836_800_000;
/** How long an agent with neither a stored boot nor a clock waits for the clock. */
export const CLOCK_WAIT_MS = 120_000;

export const isClockSet = (wallTs: number): boolean => wallTs >= CLOCK_SET_FROM_TS;

export interface BootQuestion {
  /** Boot of the last life; undefined on a fresh install. */
  readonly stored: number | undefined;
  readonly wallTs: number;
  readonly clockSynced: boolean;
  /** Since the agent started, monotonic. */
  readonly waitedMs: number;
}

/** max(stored + 1, Unix seconds if the clock is synchronised); with neither, wait for the clock, then 1. */
export const chooseBoot = ({ stored, wallTs, clockSynced, waitedMs }: BootQuestion): number | 'wait' => {
  const seconds = clockSynced && isClockSet(wallTs) ? Math.floor(wallTs / 1_000) : undefined;
  if (stored === undefined && seconds === undefined) return waitedMs < CLOCK_WAIT_MS ? 'wait' : 1;
  return Math.max((stored ?? 0) + 1, seconds ?? 1);
};

/** The writer of a message: site, life of the agent, MQTT connects in it. */
export interface Identity {
  readonly site: SiteId;
  readonly boot: number;
  readonly conn: number;
}

type Enveloped = 'v' | 'site' | 'boot' | 'conn' | 'seq' | 'ts' | 'ttl_s';
export type StateBody<K extends StateKind = StateKind> = Omit<Bodies[K], Enveloped>;
export type EventBody<K extends EventKind = EventKind> = Omit<Bodies[K], Enveloped>;

/** `ts` is 0 while the clock reads before 2020: consoles then use the receive time. */
const envelope = ({ site, boot, conn }: Identity, seq: number, at: At) => ({
  v: 1 as const,
  site,
  boot,
  conn,
  seq,
  ts: isClockSet(at.wallTs) ? at.wallTs : 0,
});

/** Payload of a state. */
export const sealState = <K extends StateKind>(kind: K, body: StateBody<K>, by: Identity, seq: number, at: At): string =>
  encode(kind, { ...envelope(by, seq, at), ttl_s: CATALOGUE[kind].ttlS, ...body } as unknown as Bodies[K]);

/** Payload of an event. */
export const sealEvent = <K extends EventKind>(kind: K, body: EventBody<K>, by: Identity, seq: number, at: At): string =>
  encode(kind, { ...envelope(by, seq, at), ...body } as unknown as Bodies[K]);

/** The one message without `seq` and `ts`. */
export const sealWill = ({ site, boot, conn }: Identity): string =>
  JSON.stringify({ v: 1, site, boot, conn, state: 'offline' });

/** A time of the site's own clock, left out while that is not set (contract §3). */
export const ownTime = (ts: number | undefined): number | undefined =>
  ts !== undefined && isClockSet(ts) ? Math.round(ts) : undefined;
