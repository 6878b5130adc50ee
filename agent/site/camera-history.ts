import type { At } from '../../fleet/events.ts';
import type { NvrLook } from './rules/rule.ts';

/** Since when each camera is in its present state: `NVR/CAMERA` → its states in one word, and the wall time of the change. */
export type CameraHistory = ReadonlyMap<string, { readonly states: string; readonly sinceTs: number }>;

const keyOf = (nvr: string, camera: string): string => `${nvr}/${camera}`;

/** The history after one more look; answers the same map where nothing changed. */
export const trackCameras = (history: CameraHistory, nvrs: readonly NvrLook[], at: At): CameraHistory => {
  let next: Map<string, { states: string; sinceTs: number }> | undefined;
  for (const { nvr, cameras } of nvrs) {
    for (const { id, detect, record, audio } of cameras) {
      const key = keyOf(nvr.settings.id, id);
      const states = `${detect} ${record} ${audio}`;
      if (history.get(key)?.states === states) continue;
      next ??= new Map(history);
      next.set(key, { states, sinceTs: at.wallTs });
    }
  }
  return next ?? history;
};

export const cameraSince = (history: CameraHistory, nvr: string, camera: string): number | undefined =>
  history.get(keyOf(nvr, camera))?.sinceTs;
