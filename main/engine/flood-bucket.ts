/*
 * Contract §7 "Floods": 60 events a minute per site, burst 200. Pure: the moment is an argument, fleet monotonic ms.
 */

export const EVENTS_PER_MINUTE = 60;
export const EVENT_BURST = 200;
const REFILL_PER_MS = EVENTS_PER_MINUTE / 60_000;

/** Tokens left at `monoMs`. */
export interface FloodBucket {
  readonly tokens: number;
  readonly monoMs: number;
}

export const fullBucket = (monoMs: number): FloodBucket => ({ tokens: EVENT_BURST, monoMs });

/** Whole tokens that the bucket holds at this moment. */
export const tokensAt = (bucket: FloodBucket, monoMs: number): number =>
  Math.min(EVENT_BURST, bucket.tokens + Math.max(0, monoMs - bucket.monoMs) * REFILL_PER_MS);

/** The bucket after `n` events, or undefined where it does not hold that many. */
export const takeTokens = (bucket: FloodBucket, monoMs: number, n: number): FloodBucket | undefined => {
  const tokens = tokensAt(bucket, monoMs);
  return tokens < n ? undefined : { tokens: tokens - n, monoMs };
};
