import { ALIVE_EVERY_MS } from '../fleet/ipc.ts';

/** How a child shows that it is not stuck: it says so each `beatMs`, and hangs when it missed so many in a row. */
export interface BeatPlan {
  readonly beatMs: number;
  readonly missed: number;
}

/** 15 s: longer than a batch on a slow disk, shorter than an operator waits. Real ms. */
export const ENGINE_BEATS: BeatPlan = { beatMs: ALIVE_EVERY_MS, missed: 5 };

export interface Watchdog {
  /** A sign of life. The first one begins the watch: a start may take as long as it takes. */
  readonly beat: () => void;
  readonly stop: () => void;
}

export interface WatchdogParts {
  readonly plan: BeatPlan;
  readonly now: () => number;
  readonly setTimer: (run: () => void, ms: number) => () => void;
  /** Once. */
  readonly onHung: () => void;
}

/** Counts looks, not time: a look that comes late says that this computer slept, and then nobody is accused. */
export const createWatchdog = ({ plan, now, setTimer, onHung }: WatchdogParts): Watchdog => {
  let cancel: (() => void) | undefined;
  let missed = 0;
  let lookedAtMs = 0;
  const look = (): void => {
    const slept = now() - lookedAtMs > 2 * plan.beatMs;
    lookedAtMs = now();
    missed = slept ? 0 : missed + 1;
    cancel = undefined;
    if (missed > plan.missed) onHung();
    else cancel = setTimer(look, plan.beatMs);
  };
  return {
    beat: () => {
      missed = 0;
      if (cancel !== undefined) return;
      lookedAtMs = now();
      cancel = setTimer(look, plan.beatMs);
    },
    stop: () => cancel?.(),
  };
};
