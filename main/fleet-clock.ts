import type { ClockConfig } from '../fleet/ipc.ts';

/*
 * The one clock of engine and simulator. The demo speeds it up; it must not jump back between two starts of the demo,
 * because stored alerts and last signs of life would then lie in the future.
 */

const DEMO_SPEED = 10;
const FASTEST = 60;
/** A demo that ran for days is this far ahead of the real date at most; beyond, it starts anew. */
const MOST_AHEAD_MS = 14 * 86_400_000;

export interface ClockWish {
  readonly demo: boolean;
  readonly packaged: boolean;
  /** BLOCAO_CLOCK_SPEED and BLOCAO_CLOCK_BASE_MS as given. */
  readonly speed: string | undefined;
  readonly baseMs: string | undefined;
}

export type SpeedChoice =
  | { readonly ok: true; readonly speed: number; readonly baseMs?: number }
  | { readonly ok: false; readonly text: string };

/** 10 in the demo, 1 elsewhere; a real fleet is sped up for tests only, never by a packaged app. */
export const chooseSpeed = (wish: ClockWish): SpeedChoice => {
  const speed = wish.speed === undefined || wish.speed === '' ? (wish.demo ? DEMO_SPEED : 1) : Number(wish.speed);
  if (!Number.isFinite(speed) || speed < 1 || speed > FASTEST)
    return { ok: false, text: `BLOCAO_CLOCK_SPEED takes a number from 1 to ${FASTEST}.` };
  if (speed !== 1 && !wish.demo && wish.packaged) {
    return { ok: false, text: 'BLOCAO_CLOCK_SPEED is for the demo fleet: with real hubs the clock runs in real time.' };
  }
  const baseMs = Number(wish.baseMs ?? '');
  if (wish.baseMs === undefined || wish.baseMs === '') return { ok: true, speed };
  if (wish.packaged || !Number.isSafeInteger(baseMs))
    return { ok: false, text: 'BLOCAO_CLOCK_BASE_MS is for tests of the unpackaged console: epoch milliseconds.' };
  return { ok: true, speed, baseMs };
};

/** Fleet time (epoch ms) at the real time `nowMs`. */
export const fleetTimeAt = (clock: ClockConfig, nowMs: number): number =>
  clock.baseMs + (nowMs - clock.baseMs) * clock.speed;

/**
 * A clock at `speed` that shows at least `highWaterTs` (the last fleet time of the run before) at `nowMs`. Undefined
 * where no such clock exists or it would be absurdly far ahead: then the demo's data must go, and the clock starts at
 * `nowMs`.
 */
export const clockAfter = (speed: number, nowMs: number, highWaterTs: number): ClockConfig | undefined => {
  const aheadMs = highWaterTs - nowMs;
  if (aheadMs <= 0) return { speed, baseMs: nowMs };
  if (speed === 1 || aheadMs > MOST_AHEAD_MS) return undefined;
  return { speed, baseMs: Math.floor(nowMs - aheadMs / (speed - 1)) };
};
