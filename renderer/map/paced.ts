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
