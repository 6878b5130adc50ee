import { SLEPT_AFTER_REAL_MS, STALE_AFTER_MS, TICK_MS } from '../alert-clock.ts';
import type { At } from '../events.ts';

/*
 * Watched time (contract §4): silence counts only while a hub was connected and this console awake. So silence is measured
 * on a clock of its own, which runs on monotonic time while a hub is connected; a sleep moves the floor under all silence
 * clocks at once, at no cost per site.
 */
export interface Watch {
  /** At least one hub is connected. */
  readonly connected: boolean;
  /** Watched ms up to `sinceMono`. */
  readonly watchedMs: number;
  readonly sinceMono: number;
  /** Watched time at which all silence clocks were restarted last. */
  readonly floorMs: number;
  /** Nothing is raised before this moment (after a sleep). */
  readonly holdUntilMono: number;
  /** Since when no hub is connected. */
  readonly noHubSinceMono: number | undefined;
  /** No hub for so long that nothing is known any more. */
  readonly blind: boolean;
  /** Real wall time of the last tick. */
  readonly tickRealWallMs: number | undefined;
}

export const startWatch = (at: At): Watch => ({
  connected: false,
  watchedMs: 0,
  sinceMono: at.monoMs,
  floorMs: 0,
  holdUntilMono: at.monoMs,
  noHubSinceMono: at.monoMs,
  blind: false,
  tickRealWallMs: undefined,
});

/** Watched time at this moment, in ms since this engine started. */
export const watchedAt = (watch: Watch, at: At): number =>
  watch.connected ? watch.watchedMs + Math.max(0, at.monoMs - watch.sinceMono) : watch.watchedMs;

export const withConnected = (watch: Watch, connected: boolean, at: At): Watch => {
  if (connected === watch.connected) return watch;
  return {
    ...watch,
    connected,
    watchedMs: watchedAt(watch, at),
    sinceMono: at.monoMs,
    noHubSinceMono: connected ? undefined : at.monoMs,
    blind: connected ? false : watch.blind,
  };
};

/** True where this tick comes so late by wall time that the computer slept (contract §4). */
export const hasSlept = (watch: Watch, realWallMs: number): boolean =>
  watch.tickRealWallMs !== undefined && realWallMs - watch.tickRealWallMs > TICK_MS + SLEPT_AFTER_REAL_MS;

/** After a sleep: every silence clock starts anew and nothing is raised for 95 s (contract §4). */
export const restartSilence = (watch: Watch, at: At): Watch => ({
  ...watch,
  floorMs: watchedAt(watch, at),
  holdUntilMono: at.monoMs + STALE_AFTER_MS,
});

/** No hub for 95 s: "is it us?" (a). */
export const isBlind = (watch: Watch, at: At): boolean =>
  watch.noHubSinceMono !== undefined && at.monoMs - watch.noHubSinceMono >= STALE_AFTER_MS;
