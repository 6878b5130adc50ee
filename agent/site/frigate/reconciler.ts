import type { FrigateHttp, HttpFault } from './http-answer.ts';
import type { NvrItems } from './nvr-items.ts';
import { askFrigate } from './reconcile.ts';

/*
 * When one NVR is asked for what may have been missed: soon after every gap, else every two minutes. One question at a
 * time; while it fails it comes back, slower and slower.
 */

/** After a gap Frigate and broker are given a moment to settle. */
const SETTLE_MS = 2_000;
const EVERY_MS = 120_000;
const RETRY_MS = [10_000, 20_000, 40_000, 60_000] as const;

export interface Reconciler {
  /** Something may have been missed up to now. */
  gap(monoMs: number): void;
  /** Asks if it is time. */
  tick(monoMs: number): void;
  readonly counts: { readonly done: number; readonly failed: number; readonly truncated: number };
  readonly lastFault: HttpFault | undefined;
  /** True while a gap is not yet closed. */
  readonly isBehind: boolean;
}

/** `answered` is called after what was learned has been told; `first`: nothing was known before. */
export const createReconciler = (http: FrigateHttp, items: NvrItems, nowMs: () => number, answered: (first: boolean) => void): Reconciler => {
  const counts = { done: 0, failed: 0, truncated: 0 };
  let gapMs = nowMs();
  let closedGapMs = -Infinity;
  let dueMs = gapMs + SETTLE_MS;
  let failures = 0;
  let isRunning = false;
  let lastFault: HttpFault | undefined;
  const run = async (askedMs: number): Promise<void> => {
    const gapAsked = gapMs;
    const result = await askFrigate(http, items.question(askedMs));
    isRunning = false;
    if (!result.ok) {
      lastFault = result.fault;
      counts.failed += 1;
      dueMs = nowMs() + (RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0);
      failures += 1;
      return;
    }
    lastFault = undefined;
    failures = 0;
    counts.done += 1;
    if (result.answer.truncated) counts.truncated += 1;
    closedGapMs = Math.max(closedGapMs, gapAsked);
    // A gap that came meanwhile is asked for on its own.
    dueMs = gapMs > gapAsked ? gapMs + SETTLE_MS : nowMs() + EVERY_MS;
    const first = items.syncedTs === undefined;
    items.answer(result.answer, askedMs, nowMs());
    answered(first);
  };
  return {
    counts,
    get lastFault() {
      return lastFault;
    },
    get isBehind() {
      return closedGapMs < gapMs;
    },
    gap: (monoMs) => {
      gapMs = monoMs;
      failures = 0;
      dueMs = Math.min(Math.max(dueMs, monoMs), monoMs + SETTLE_MS);
    },
    tick: (monoMs) => {
      if (isRunning || monoMs < dueMs) return;
      isRunning = true;
      void run(monoMs);
    },
  };
};
