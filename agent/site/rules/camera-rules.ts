import { hasPicture, segmentAgeS } from '../nvr-state.ts';
import type { CameraView } from '../nvr-state.ts';
import { verdictOf } from './rule.ts';
import type { AgentSeverity, Finding, Look, NvrLook, Verdict } from './rule.ts';

/*
 * Alerts about cameras and their recordings (contract §5). While an NVR is not `up` nothing is known of its cameras: open
 * alerts stay, new ones wait.
 */

const isSwitchedOff = (view: CameraView): boolean => view.detect === 'disabled' && view.record === 'disabled';

const offlineVerdict = (view: CameraView): Verdict => {
  if (!view.measured) return 'unmeasured';
  if (hasPicture(view) || view.detect === 'disabled') return 'good';
  return 'bad';
};

const about = (look: NvrLook, view: CameraView) => ({
  object: `camera:${look.nvr.settings.id}/${view.id}`,
  nvr: look.nvr.settings.id,
});

const valuesOf = (look: NvrLook, view: CameraView) => {
  const name = look.nvr.cameras.get(view.id)?.settings.name;
  return { camera: view.id, ...(name === undefined ? {} : { name }) };
};

const cameraOffline = ({ thresholds }: Look, look: NvrLook): readonly Finding[] => {
  const watched = look.cameras.filter((view) => view.detect !== 'disabled');
  const allOff = watched.length > 0 && watched.every((view) => offlineVerdict(view) === 'bad');
  const severity: AgentSeverity = allOff ? 'critical' : 'warning';
  return look.cameras.map((view) => ({
    kind: 'camera_offline',
    ...about(look, view),
    verdict: offlineVerdict(view),
    severity,
    values: valuesOf(look, view),
    sample: look.nvr.statsSample,
    holdOff: thresholds.cameraOffline,
  }));
};

const frozenVerdict = (view: CameraView): Verdict => {
  if (view.frozen) return 'bad';
  // Off line is another matter: it neither proves nor ends a freeze.
  return view.detect === 'online' || view.detect === 'disabled' ? 'good' : 'unmeasured';
};

const cameraFrozen = ({ thresholds }: Look, look: NvrLook): readonly Finding[] =>
  look.cameras.map((view) => ({
    kind: 'camera_frozen',
    ...about(look, view),
    verdict: frozenVerdict(view),
    severity: 'warning',
    values: valuesOf(look, view),
    sample: look.nvr.statsSample,
    holdOff: thresholds.cameraFrozen,
  }));

const recordingVerdict = (look: NvrLook, view: CameraView, maxAgeMs: number): Verdict => {
  if (view.record === 'disabled' || isSwitchedOff(view)) return 'good';
  const ageS = segmentAgeS(look.nvr, view.id);
  // A camera without a picture has its own alert.
  if (!hasPicture(view)) return 'unmeasured';
  // Where the database has nothing to say (a camera that records on motion), Frigate's own word counts.
  if (ageS === undefined) return verdictOf(view.saysRecording === undefined ? undefined : !view.saysRecording);
  return verdictOf(ageS * 1_000 > maxAgeMs);
};

/** All recordings of an NVR gone is one alert on the NVR; the cameras' own then stand still. */
const noRecordings = ({ thresholds }: Look, look: NvrLook): readonly Finding[] => {
  const verdicts = look.cameras.map((view) => recordingVerdict(look, view, thresholds.recordingAgeMaxMs));
  const recording = look.cameras.filter((view) => view.record !== 'disabled');
  const bad = verdicts.filter((verdict) => verdict === 'bad').length;
  const good = verdicts.filter((verdict, index) => verdict === 'good' && look.cameras[index]?.record !== 'disabled').length;
  const all = bad > 1 && good === 0;
  const common = {
    kind: 'no_recordings',
    severity: 'critical',
    // Either source may have said something new.
    sample: (look.nvr.http?.sample ?? 0) + look.nvr.statsSample,
    holdOff: thresholds.noRecordings,
  } as const;
  const whole: Finding = {
    ...common,
    object: `nvr:${look.nvr.settings.id}`,
    nvr: look.nvr.settings.id,
    verdict: all ? 'bad' : bad + good === 0 && recording.length > 0 ? 'unmeasured' : 'good',
    values: { cameras: bad },
  };
  const each = look.cameras.map((view, index): Finding => {
    const verdict = verdicts[index] ?? 'unmeasured';
    return {
      ...common,
      ...about(look, view),
      verdict: all && verdict === 'bad' ? 'unmeasured' : verdict,
      values: valuesOf(look, view),
    };
  });
  return [whole, ...each];
};

/** `camera_offline`, `camera_frozen`, `no_recordings` of every camera. */
export const cameraRules = (look: Look): readonly Finding[] =>
  look.nvrs.flatMap((nvr) => [...cameraOffline(look, nvr), ...cameraFrozen(look, nvr), ...noRecordings(look, nvr)]);
