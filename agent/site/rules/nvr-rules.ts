import { RECORDINGS_PATH } from '../observed.ts';
import type { FrigateStats } from '../frigate/stats-payload.ts';
import { statsAgeMs } from '../nvr-state.ts';
import { verdictOf } from './rule.ts';
import type { AgentAlertKind, AgentSeverity, Finding, Look, NvrLook, Verdict } from './rule.ts';
import type { HoldOff } from '../thresholds.ts';

/*
 * Alerts about one box with Frigate (contract §5).
 */

const finding = (
  kind: AgentAlertKind,
  severity: AgentSeverity,
  { nvr }: NvrLook,
  verdict: Verdict,
  sample: number,
  holdOff: HoldOff,
): Finding => ({ kind, object: `nvr:${nvr.settings.id}`, nvr: nvr.settings.id, verdict, severity, sample, holdOff });

const nvrDown = ({ thresholds }: Look, look: NvrLook): Finding => {
  const http = look.nvr.http;
  const verdict = look.state === 'down' ? 'bad' : http === undefined && look.state === 'unknown' ? 'unmeasured' : 'good';
  // Either source may show that it lives again.
  return finding('nvr_down', 'critical', look, verdict, (http?.sample ?? 0) + look.nvr.statsSample, thresholds.nvrDown);
};

const nvrStale = ({ observed, thresholds, at }: Look, look: NvrLook): Finding => {
  const ageS = Math.round(statsAgeMs(look.nvr, observed.sinceMonoMs, at.monoMs) / 1_000);
  const verdict = verdictOf(look.state === 'unknown' ? undefined : look.state === 'stale');
  return {
    ...finding('nvr_stale', 'warning', look, verdict, look.nvr.statsSample, thresholds.nvrStale),
    values: { stats_age_s: ageS },
  };
};

const nvrSafeMode = ({ thresholds }: Look, look: NvrLook): Finding => {
  const http = look.nvr.http;
  const verdict = verdictOf(http?.reachable ? http.safeMode : undefined);
  return finding('nvr_safe_mode', 'critical', look, verdict, http?.sample ?? 0, thresholds.nvrSafeMode);
};

/** The slowest detector's inference time in ms, or undefined where none was measured yet. */
export const slowestDetector = (stats: FrigateStats | undefined): { name: string; inferenceMs: number } | undefined => {
  let slowest: { name: string; inferenceMs: number } | undefined;
  for (const { name, inferenceMs } of stats?.detectors ?? []) {
    if (inferenceMs !== null && inferenceMs > (slowest?.inferenceMs ?? -1)) slowest = { name, inferenceMs };
  }
  return slowest;
};

const slowVerdict = (inferenceMs: number, slowMs: number, fineMs: number): Verdict =>
  inferenceMs > slowMs ? 'bad' : inferenceMs < fineMs ? 'good' : 'between';

const detectorSlow = ({ thresholds }: Look, look: NvrLook): Finding => {
  const slowest = look.state === 'up' ? slowestDetector(look.nvr.stats) : undefined;
  const verdict = slowest
    ? slowVerdict(slowest.inferenceMs, thresholds.detectorSlowMs, thresholds.detectorFineMs)
    : 'unmeasured';
  return {
    ...finding('detector_slow', 'warning', look, verdict, look.nvr.statsSample, thresholds.detectorSlow),
    ...(slowest ? { values: { detector: slowest.name, inference_ms: slowest.inferenceMs } } : {}),
  };
};

const pathMissing = ({ thresholds }: Look, look: NvrLook): Finding => {
  const storage = look.state === 'up' ? look.nvr.stats?.storage : undefined;
  const known = storage?.get(RECORDINGS_PATH)?.state ?? 'missing';
  // Statistics without any storage, or with absurd figures, say nothing about this path.
  const missing = storage && storage.size > 0 && known !== 'unknown' ? known === 'missing' : undefined;
  return {
    ...finding('recording_path_missing', 'critical', look, verdictOf(missing), look.nvr.statsSample, thresholds.recordingPathMissing),
    values: { path: RECORDINGS_PATH },
  };
};

/** `nvr_down`, `nvr_stale`, `nvr_safe_mode`, `detector_slow`, `recording_path_missing` of every NVR. */
export const nvrRules = (look: Look): readonly Finding[] =>
  look.nvrs.flatMap((nvr) => [
    nvrDown(look, nvr),
    nvrStale(look, nvr),
    nvrSafeMode(look, nvr),
    detectorSlow(look, nvr),
    pathMissing(look, nvr),
  ]);
