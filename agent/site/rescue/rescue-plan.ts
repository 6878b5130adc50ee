/*
 * When the agent asks for a new start of the site's broker (docs/decisions/0009). Two things ask for it: a broker that takes
 * connections but says nothing more, as Debian's mosquitto does for ever once a hub hung up in a bad moment; and a bridge
 * that stays down though its hub can be reached. A new start is short but not free: it is bounded, less and less often where
 * it does not help, and over a life of the agent.
 */

export type RestartReason = 'broker_silent' | 'bridge_stuck';

/** What is remembered of earlier requests. */
export interface RestartMemory {
  readonly v: 1;
  /** Requests so far. */
  readonly asked: number;
  /** Of them, those in a row without an hour of health between. */
  readonly in_row: number;
  /** Of the last one, ms since 1970 by the router's clock. */
  readonly ts: number;
  readonly reason: RestartReason;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A broker that loads a large store may take some seconds. */
export const SILENT_MS = MINUTE_MS;
/** mosquitto tries again within 30 s; a hub that was away is given time. */
export const STUCK_MS = 10 * MINUTE_MS;
/** So long in health, and an earlier request counts as one that helped. */
export const HEALTHY_MS = HOUR_MS;

/** The least time after the last request; doubled with each one in a row. A silent broker serves nobody: sooner. */
const GAPS: Readonly<Record<RestartReason, { readonly firstMs: number; readonly mostMs: number }>> = {
  broker_silent: { firstMs: 5 * MINUTE_MS, mostMs: HOUR_MS },
  bridge_stuck: { firstMs: HOUR_MS, mostMs: 24 * HOUR_MS },
};

export const gapMs = (reason: RestartReason, inRow: number): number => {
  const { firstMs, mostMs } = GAPS[reason];
  return inRow === 0 ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(inRow - 1, 10));
};

export interface RescueLook {
  readonly monoMs: number;
  /** Since when the broker takes connections but says nothing; undefined: it speaks, or is not there at all. */
  readonly silentSinceMs?: number;
  /** Since when a bridge is down while its hub answers as it should; of several the longest. */
  readonly stuckSinceMs?: number;
}

/** What speaks for a new start now. */
export const reasonOf = ({ monoMs, silentSinceMs = Infinity, stuckSinceMs = Infinity }: RescueLook): RestartReason | undefined => {
  if (monoMs - silentSinceMs >= SILENT_MS) return 'broker_silent';
  return monoMs - stuckSinceMs >= STUCK_MS ? 'bridge_stuck' : undefined;
};

/** `sinceMs`: age of the last request. */
export const mayAsk = (reason: RestartReason, memory: RestartMemory | undefined, sinceMs: number): boolean =>
  memory === undefined || sinceMs >= gapMs(reason, memory.in_row);

export const nextMemory = (memory: RestartMemory | undefined, reason: RestartReason, wallTs: number): RestartMemory => ({
  ...{ v: 1, reason, ts: Math.max(0, Math.round(wallTs)) },
  asked: (memory?.asked ?? 0) + 1,
  in_row: (memory?.in_row ?? 0) + 1,
});
