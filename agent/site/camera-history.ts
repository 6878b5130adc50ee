import type { At } from '../../fleet/events.ts';
import type { NvrLook } from './rules/rule.ts';

interface CameraStates {
  /** In one word. */
  readonly states: string;
  /** Wall time of the change; absent where it was not seen: at the start of the agent, and after a while in which nothing was known. */
  readonly sinceTs?: number;
}

/** Since when each camera is in its present state, by `NVR/CAMERA`. */
export type CameraHistory = ReadonlyMap<string, CameraStates>;

const keyOf = (nvr: string, camera: string): string => `${nvr}/${camera}`;

/** The history after one more look; answers the same map where nothing changed. */
export const trackCameras = (history: CameraHistory, nvrs: readonly NvrLook[], at: At): CameraHistory => {
  let next: Map<string, CameraStates> | undefined;
  for (const { nvr, cameras } of nvrs) {
    for (const { id, detect, record, audio } of cameras) {
      const key = keyOf(nvr.settings.id, id);
      const states = `${detect} ${record} ${audio}`;
      const known = history.get(key);
      if (known?.states === states) continue;
      next ??= new Map(history);
      const wasSeen = known !== undefined && !known.states.startsWith('unknown');
      next.set(key, { states, ...(wasSeen ? { sinceTs: at.wallTs } : {}) });
    }
  }
  return next ?? history;
};

export const cameraSince = (history: CameraHistory, nvr: string, camera: string): number | undefined =>
  history.get(keyOf(nvr, camera))?.sinceTs;
