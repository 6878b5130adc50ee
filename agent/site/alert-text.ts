import type { OpenAlertRecord } from './alert-step.ts';
import type { AgentAlertKind } from './rules/rule.ts';

/*
 * English sentences for consoles that do not know a kind; others write their own from kind, object and values.
 */

const SENTENCES: Readonly<Record<AgentAlertKind, string>> = {
  camera_offline: 'Camera off line',
  camera_frozen: 'Picture of the camera stands still',
  no_recordings: 'Nothing is being recorded',
  recording_path_missing: 'The recording path is missing',
  disk_low: 'Disk nearly full',
  nvr_down: 'Frigate does not answer',
  nvr_stale: 'Frigate answers but its statistics are old',
  nvr_safe_mode: 'Frigate runs in safe mode because its configuration is invalid',
  detector_slow: 'Detector is slow',
  hot: 'Router is hot',
  clock_unset: 'Clock is not synchronised',
  queue_dropping: 'Messages are being dropped',
  bridge_refused: 'The hub refuses the bridge',
  config_failed: 'Configuration could not be applied',
  config_rolled_back: 'Configuration was rolled back',
  config_drift: 'Files differ from the configuration',
  config_refused: 'Settings beyond a limit were refused',
  config_stale: 'No configuration fetched for a day',
  config_frozen: 'Configuration release is behind the one obeyed',
  trust_broken: 'A configuration commit is not signed by a trusted key',
};

/** Sentence with its object, e.g. `Camera off line: camera:nvr/front_door`. */
export const alertText = ({ kind, object }: Pick<OpenAlertRecord, 'kind' | 'object'>): string =>
  object === 'site' ? SENTENCES[kind] : `${SENTENCES[kind]}: ${object}`;
