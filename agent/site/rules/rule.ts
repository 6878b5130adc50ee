import type { At } from '../../../fleet/events.ts';
import type { NvrId } from '../../../fleet/ids.ts';
import type { AlertValues } from '../../../fleet/model/alert.ts';
import type { NvrState } from '../nvr-state.ts';
import type { CameraView } from '../nvr-state.ts';
import type { Observed, ObservedNvr } from '../observed.ts';
import type { AgentSettings } from '../settings.ts';
import type { HoldOff, Thresholds } from '../thresholds.ts';

/** Kinds that an agent raises (contract §5 and §9). */
export type AgentAlertKind =
  | 'camera_offline'
  | 'camera_frozen'
  | 'no_recordings'
  | 'recording_path_missing'
  | 'disk_low'
  | 'nvr_down'
  | 'nvr_stale'
  | 'nvr_safe_mode'
  | 'detector_slow'
  | 'hot'
  | 'clock_unset'
  | 'queue_dropping'
  | 'bridge_refused'
  | 'config_failed'
  | 'config_rolled_back'
  | 'config_drift'
  | 'config_refused'
  | 'config_stale'
  | 'config_frozen'
  | 'trust_broken';

export type AgentSeverity = 'critical' | 'warning' | 'info';

/**
 * `bad` and `good` are beyond the two ends of the hysteresis; `between` keeps what is, and ends a wait in either
 * direction; `unmeasured` says nothing at all, not even that a wait is over.
 */
export type Verdict = 'bad' | 'good' | 'between' | 'unmeasured';

/** What a rule says of one object now. */
export interface Finding {
  readonly kind: AgentAlertKind;
  /** `site`, `nvr:ID`, `camera:NVR/CAM`, `disk:PATH`, `hub:NAME`; unique per kind at a site. */
  readonly object: string;
  readonly nvr?: NvrId;
  readonly verdict: Verdict;
  readonly severity: AgentSeverity;
  readonly values?: AlertValues;
  /** Number of the sample that the verdict rests on; equal numbers are one sample seen twice. */
  readonly sample: number;
  readonly holdOff: HoldOff;
}

/** An NVR with what was concluded from it, computed once per look. */
export interface NvrLook {
  readonly nvr: ObservedNvr;
  readonly state: NvrState;
  readonly cameras: readonly CameraView[];
}

/** All that rules may look at. */
export interface Look {
  readonly at: At;
  readonly observed: Observed;
  readonly nvrs: readonly NvrLook[];
  readonly settings: AgentSettings;
  readonly thresholds: Thresholds;
}

/** Hysteresis over a figure: bad at or above `bad`, good below `good`. */
export const above = (figure: number | null | undefined, bad: number, good: number): Verdict => {
  if (figure == null) return 'unmeasured';
  if (figure >= bad) return 'bad';
  return figure < good ? 'good' : 'between';
};

export const verdictOf = (bad: boolean | undefined): Verdict => (bad === undefined ? 'unmeasured' : bad ? 'bad' : 'good');
