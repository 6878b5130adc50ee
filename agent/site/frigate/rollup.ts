import type { NvrId } from '../../../fleet/ids.ts';
import { isClockSet } from '../identity.ts';
import type { EventBody } from '../identity.ts';

/*
 * A quarter of an hour in figures (contract §2, `event/rollup`): counts of tracked objects, time on line by camera, alerts
 * opened. Quarters are those of the wall clock, durations are measured on the monotonic one. Plain data: it is stored.
 */

export const ROLLUP_MS = 900_000;
const COUNTS_MAX = 256;
const CAMERAS_MAX = 64;
/** A tick that comes later than this says nothing of the time between. */
const TICK_MAX_MS = 60_000;

export interface RollupCount {
  readonly nvr: NvrId;
  readonly camera: string;
  readonly label: string;
  readonly n: number;
}

export interface RollupUp {
  readonly nvr: NvrId;
  readonly camera: string;
  readonly upMs: number;
  readonly totalMs: number;
}

export interface Rollup {
  /** Begin of its quarter, epoch ms. */
  readonly fromTs: number;
  readonly counts: readonly RollupCount[];
  readonly up: readonly RollupUp[];
  readonly alerts: number;
}

export const quarterOf = (wallTs: number): number => Math.floor(wallTs / ROLLUP_MS) * ROLLUP_MS;

export const emptyRollup = (wallTs: number): Rollup => ({ fromTs: quarterOf(wallTs), counts: [], up: [], alerts: 0 });

/** One more of a label at a camera; beyond 256 different ones new ones are left out. */
export const countObject = (rollup: Rollup, nvr: NvrId, camera: string, label: string): Rollup => {
  const at = rollup.counts.findIndex((one) => one.nvr === nvr && one.camera === camera && one.label === label);
  const known = rollup.counts[at];
  if (known) return { ...rollup, counts: rollup.counts.with(at, { ...known, n: known.n + 1 }) };
  if (rollup.counts.length >= COUNTS_MAX) return rollup;
  return { ...rollup, counts: [...rollup.counts, { nvr, camera, label, n: 1 }] };
};

export const countAlerts = (rollup: Rollup, n: number): Rollup => (n === 0 ? rollup : { ...rollup, alerts: rollup.alerts + n });

/** A camera of which something is known now. */
export interface CameraMoment {
  readonly nvr: NvrId;
  readonly camera: string;
  readonly up: boolean;
}

/** Time passes: `cameras` are as they were during the last `elapsedMs`. */
export const passCameras = (rollup: Rollup, cameras: readonly CameraMoment[], elapsedMs: number): Rollup => {
  if (elapsedMs <= 0 || elapsedMs > TICK_MAX_MS) return rollup;
  const up = new Map(rollup.up.map((one) => [`${one.nvr}/${one.camera}`, one]));
  for (const { nvr, camera, up: isUp } of cameras) {
    const key = `${nvr}/${camera}`;
    const known = up.get(key) ?? { nvr, camera, upMs: 0, totalMs: 0 };
    if (!up.has(key) && up.size >= CAMERAS_MAX) continue;
    up.set(key, { ...known, upMs: known.upMs + (isUp ? elapsedMs : 0), totalMs: known.totalMs + elapsedMs });
  }
  return { ...rollup, up: [...up.values()] };
};

/** True once the wall clock left its quarter; never while the clock is not set. */
export const isRollupOver = (rollup: Rollup, wallTs: number): boolean => isClockSet(wallTs) && quarterOf(wallTs) !== rollup.fromTs;

/** `event/rollup` without its envelope; undefined for a quarter of a clock that was never set. */
export const rollupBody = (rollup: Rollup): EventBody<'event/rollup'> | undefined =>
  isClockSet(rollup.fromTs)
    ? {
        from_ts: rollup.fromTs,
        to_ts: rollup.fromTs + ROLLUP_MS,
        counts: [...rollup.counts],
        cameras_up_pct: rollup.up
          .filter(({ totalMs }) => totalMs > 0)
          .map(({ nvr, camera, upMs, totalMs }) => ({ nvr, camera, pct: Math.round((upMs / totalMs) * 1_000) / 10 })),
        alerts: rollup.alerts,
      }
    : undefined;
