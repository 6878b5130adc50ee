import type { DiskTrend } from '../disk-trend.ts';
import type { NvrId } from '../../../fleet/ids.ts';
import type { Finding, Look, Verdict } from './rule.ts';
import type { Thresholds } from '../thresholds.ts';

/*
 * `disk_low` (contract §5): a warning while the trend ends within three days on a nearly full disk, critical with less than
 * an hour of recording left.
 */

/** Margin that the figures must regain before the alert closes, so that it does not flap at its threshold. */
const REGAINED = 1.1;

export interface NamedDisk {
  /** As in health and alert objects; with several NVRs the path starts with the NVR's id. */
  readonly name: string;
  readonly nvr?: NvrId;
  readonly trend: DiskTrend;
}

/** Disks of the router and of every NVR under the names that health and alerts use. */
export const namedDisks = (look: Look): readonly NamedDisk[] => [
  ...Array.from(look.observed.disks, ([path, trend]) => ({ name: path, trend })),
  ...look.nvrs.flatMap(({ nvr }) =>
    Array.from(nvr.disks, ([path, trend]) => ({
      name: look.nvrs.length > 1 ? `${nvr.settings.id}:${path}` : path,
      nvr: nvr.settings.id,
      trend,
    })),
  ),
];

const freePct = ({ disk }: DiskTrend): number | undefined =>
  disk.totalMb > 0 ? (disk.freeMb / disk.totalMb) * 100 : undefined;

/** Hours of recording that the free space holds, or undefined where the rate is not known. */
export const recordingLeftH = ({ disk }: DiskTrend): number | undefined =>
  disk.recordingMbPerH !== undefined && disk.recordingMbPerH > 0 ? disk.freeMb / disk.recordingMbPerH : undefined;

const isCritical = (trend: DiskTrend, { diskRecordingLeftH }: Thresholds): boolean =>
  (recordingLeftH(trend) ?? Infinity) < diskRecordingLeftH;

const verdictOfDisk = (trend: DiskTrend, thresholds: Thresholds): Verdict => {
  const free = freePct(trend);
  if (free === undefined) return 'unmeasured';
  const left = recordingLeftH(trend) ?? Infinity;
  if (left < thresholds.diskRecordingLeftH) return 'bad';
  const hours = trend.fullInH ?? Infinity;
  if (hours < thresholds.diskFullInH && free < thresholds.diskFreePct) return 'bad';
  const regained = free >= thresholds.diskFreePct * REGAINED || hours >= thresholds.diskFullInH * REGAINED;
  return regained && left >= thresholds.diskRecordingLeftH * REGAINED ? 'good' : 'between';
};

const rounded = (figure: number | undefined): number | undefined =>
  figure === undefined ? undefined : Math.round(figure * 10) / 10;

const valuesOf = (trend: DiskTrend): Record<string, number> => {
  const values = { free_pct: freePct(trend), full_in_h: trend.fullInH, recording_left_h: recordingLeftH(trend) };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, figure]) => (figure === undefined ? [] : [[key, rounded(figure) ?? 0]])),
  );
};

/** `disk_low` of every disk. */
export const diskRules = (look: Look): readonly Finding[] =>
  namedDisks(look).map(({ name, nvr, trend }) => ({
    kind: 'disk_low',
    object: `disk:${name}`,
    ...(nvr === undefined ? {} : { nvr }),
    verdict: verdictOfDisk(trend, look.thresholds),
    severity: isCritical(trend, look.thresholds) ? 'critical' : 'warning',
    values: valuesOf(trend),
    sample: trend.sample,
    holdOff: look.thresholds.diskLow,
  }));
