/*
 * The defaults of contract §5; all of them are settings of the agent.
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How long a condition must hold before its alert opens, and be gone before it closes. */
export interface HoldOff {
  readonly raiseAfterMs: number;
  readonly clearAfterMs: number;
  /** Distinct samples that must agree; never 1 for a measured value (a single absurd sample raises nothing). */
  readonly minSamples: number;
}

export interface Thresholds {
  readonly cameraOffline: HoldOff;
  readonly cameraFrozen: HoldOff;
  readonly noRecordings: HoldOff;
  /** A camera that should record counts as not recording when its newest segment is older. */
  readonly recordingAgeMaxMs: number;
  readonly recordingPathMissing: HoldOff;
  readonly diskLow: HoldOff;
  readonly diskFullInH: number;
  readonly diskFreePct: number;
  readonly diskRecordingLeftH: number;
  readonly nvrDown: HoldOff;
  readonly nvrStale: HoldOff;
  readonly statsStaleMs: number;
  readonly nvrSafeMode: HoldOff;
  readonly detectorSlow: HoldOff;
  readonly detectorSlowMs: number;
  readonly detectorFineMs: number;
  readonly hot: HoldOff;
  readonly hotC: number;
  readonly coolC: number;
  readonly clockUnset: HoldOff;
  readonly queueDropping: HoldOff;
  readonly bridgeRefused: HoldOff;
  readonly bridgeRefusals: number;
  readonly config: HoldOff;
  readonly configStaleMs: number;
}

const holdOff = (raiseAfterMs: number, clearAfterMs: number, minSamples = 2): HoldOff => ({
  raiseAfterMs,
  clearAfterMs,
  minSamples,
});

export const DEFAULT_THRESHOLDS: Thresholds = {
  cameraOffline: holdOff(60 * SECOND_MS, 30 * SECOND_MS),
  cameraFrozen: holdOff(5 * MINUTE_MS, MINUTE_MS),
  noRecordings: holdOff(10 * MINUTE_MS, 2 * MINUTE_MS),
  recordingAgeMaxMs: 2 * MINUTE_MS,
  recordingPathMissing: holdOff(0, 0),
  diskLow: holdOff(0, 0),
  diskFullInH: 72,
  diskFreePct: 10,
  diskRecordingLeftH: 1,
  nvrDown: holdOff(60 * SECOND_MS, 30 * SECOND_MS),
  // The age is itself a hold-off of 150 s.
  nvrStale: holdOff(0, 0, 1),
  statsStaleMs: 150 * SECOND_MS,
  nvrSafeMode: holdOff(0, 0),
  detectorSlow: holdOff(5 * MINUTE_MS, 5 * MINUTE_MS),
  detectorSlowMs: 100,
  detectorFineMs: 80,
  hot: holdOff(5 * MINUTE_MS, 5 * MINUTE_MS),
  hotC: 85,
  coolC: 80,
  clockUnset: holdOff(10 * MINUTE_MS, 0),
  // One lost message is a fact, not a reading.
  queueDropping: holdOff(0, 15 * MINUTE_MS, 1),
  bridgeRefused: holdOff(0, 0, 1),
  bridgeRefusals: 3,
  config: holdOff(0, 0, 1),
  configStaleMs: 24 * HOUR_MS,
};
