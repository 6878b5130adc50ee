import type { DiskSample } from './observation.ts';

/*
 * When a disk will be full, from how its free space fell. Frigate deletes its oldest recordings when less than an hour is
 * left, so a full recording disk that stands still has no trend.
 */

const MIN_SPAN_MS = 10 * 60_000;
const MAX_SPAN_MS = 6 * 3_600_000;
/** A trend of more than a century is none. */
const MAX_HOURS = 876_000;
const SAMPLE_GAP_MS = 5 * 60_000;

interface Point {
  readonly monoMs: number;
  readonly freeMb: number;
}

export interface DiskTrend {
  readonly disk: DiskSample;
  /** How often the disk was measured. */
  readonly sample: number;
  /** Oldest first, at most `MAX_SPAN_MS / SAMPLE_GAP_MS` of them. */
  readonly points: readonly Point[];
  /** Hours until full at the present trend; absent without a falling trend. */
  readonly fullInH?: number;
}

const fullInH = (points: readonly Point[], now: Point): number | undefined => {
  const first = points[0];
  if (!first || now.monoMs - first.monoMs < MIN_SPAN_MS) return undefined;
  const mbPerH = ((first.freeMb - now.freeMb) / (now.monoMs - first.monoMs)) * 3_600_000;
  const hours = now.freeMb / mbPerH;
  return mbPerH > 0 && hours <= MAX_HOURS ? Math.round(hours * 10) / 10 : undefined;
};

/** A disk that grew its free space (clean-up, exchange) starts a new trend. */
const pointsWith = (points: readonly Point[], now: Point): readonly Point[] => {
  const last = points.at(-1);
  if (last && now.freeMb > last.freeMb * 1.05) return [now];
  if (last && now.monoMs - last.monoMs < SAMPLE_GAP_MS) return points;
  return [...points.filter((point) => now.monoMs - point.monoMs <= MAX_SPAN_MS), now];
};

/** The trend with one more sample. Sizes in MiB, `monoMs` on the monotonic clock. */
export const addDiskSample = (trend: DiskTrend | undefined, disk: DiskSample, monoMs: number): DiskTrend => {
  const now = { monoMs, freeMb: disk.freeMb };
  const points = pointsWith(trend?.points ?? [], now);
  const hours = fullInH(points, now);
  return { disk, sample: (trend?.sample ?? 0) + 1, points, ...(hours === undefined ? {} : { fullInH: hours }) };
};
