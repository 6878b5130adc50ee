import { SERIES_KEPT_MS, troubledIn, worseOf, type StatusCounts, type StatusSlot } from '../../fleet/status-series.ts';

/** Half an hour each: as many as the panel has room for. */
export const BARS = 48;
export const BAR_MS = SERIES_KEPT_MS / BARS;

/** One bar of the chart; without counts nothing is known of its time. */
export interface StatusBar {
  /** Its first moment, epoch ms by the fleet's clock. */
  readonly ts: number;
  readonly counts?: StatusCounts;
}

export interface StatusBars {
  /** Oldest first; the last one ends with the half hour that runs now. */
  readonly bars: readonly StatusBar[];
  readonly peak: number;
  /** When the peak was first reached; absent while nothing was ever in trouble. */
  readonly peakTs?: number;
}

/** The last 24 hours in bars that each show their worst slot. `now`: the counts on screen, part of the last bar. */
export function statusBars(slots: readonly StatusSlot[], nowTs: number, now: StatusCounts | undefined): StatusBars {
  const firstTs = Math.floor(nowTs / BAR_MS) * BAR_MS - (BARS - 1) * BAR_MS;
  const bars: StatusBar[] = Array.from({ length: BARS }, (_, at) => ({ ts: firstTs + at * BAR_MS }));
  const take = (at: number, counts: StatusCounts): void => {
    const bar = bars[at];
    if (bar) bars[at] = { ...bar, counts: bar.counts ? worseOf(bar.counts, counts) : counts };
  };
  for (const { ts, counts } of slots) take(Math.floor((ts - firstTs) / BAR_MS), counts);
  if (now) take(BARS - 1, now);
  const troubles = bars.map(({ counts }) => (counts ? troubledIn(counts) : 0));
  const peak = Math.max(...troubles);
  return peak === 0 ? { bars, peak } : { bars, peak, peakTs: bars[troubles.indexOf(peak)]!.ts };
}
