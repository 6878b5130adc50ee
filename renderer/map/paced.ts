/** What takes less than this happens in the frame that asked for it. */
const QUICK_MS = 8;

export interface Paced {
  now(): void;
  /** At once where it is quick; under a flood, at most a fifth of the time goes into it. */
  soon(): void;
  stop(): void;
}

export function makePaced(work: () => void): Paced {
  let due: number | undefined;
  let lastMs = 0;
  function now(): void {
    const from = performance.now();
    window.clearTimeout(due);
    due = undefined;
    work();
    lastMs = performance.now() - from;
  }
  return {
    now,
    soon() {
      if (lastMs < QUICK_MS) now();
      else due ??= window.setTimeout(now, 4 * lastMs);
    },
    stop: () => window.clearTimeout(due),
  };
}

const WORDS_PACE_MS = 250;
const FLOOD = { itemsPerFrame: 50, paceMs: 1_000 };

/**
 * How long words beside the canvas wait for a change that came `sinceMs` after they followed one: a single change has its
 * words back at once, many at this pace, a flood at the other. Pins themselves follow each frame.
 */
export const wordsWaitMs = (changedItems: number, sinceMs: number): number =>
  changedItems > FLOOD.itemsPerFrame ? FLOOD.paceMs : Math.max(0, WORDS_PACE_MS - sinceMs);

export interface Following {
  soon(changedItems: number): void;
  stop(): void;
}

/** Shows words after changes, at their pace; `stop` once they are shown for another reason. */
export function makeFollowing(show: () => void): Following {
  let due: number | undefined;
  let followedMs = -Infinity;
  function follow(): void {
    followedMs = performance.now();
    show();
  }
  return {
    soon: (changedItems) => void (due ??= window.setTimeout(follow, wordsWaitMs(changedItems, performance.now() - followedMs))),
    stop() {
      window.clearTimeout(due);
      due = undefined;
    },
  };
}
