import type { ObservedCamera, ObservedNvr } from './observed.ts';
import type { CameraRole, RoleState } from './frigate/topics.ts';
import type { Thresholds } from './thresholds.ts';

/*
 * What an NVR and its cameras are doing, from statistics and HTTP together. `frigate/available` is never asked: after a
 * clean stop it still says `online`, and safe mode has MQTT switched off (contract §10).
 */

export type NvrState = 'up' | 'stale' | 'down' | 'safe_mode' | 'unknown';
export type CameraState = 'online' | 'offline' | 'disabled' | 'unknown';

export interface CameraView {
  readonly id: string;
  readonly detect: CameraState;
  readonly record: CameraState;
  readonly audio: CameraState;
  readonly fps?: number;
  readonly expectedFps?: number;
  /** Pictures arrive but none is looked at: the camera or its process stands still. */
  readonly frozen: boolean;
  /** Frigate's own word on its recording, where it gives one. */
  readonly saysRecording?: boolean;
  /** False while its figures say nothing (absurd values, no statistics). */
  readonly measured: boolean;
}

/** A tenth of the pictures that arrive: fewer processed ones mean that the picture stands still. */
const FROZEN_SHARE = 0.1;

const isDown = (nvr: ObservedNvr, statsAgeMs: number, thresholds: Thresholds): boolean => {
  const http = nvr.http;
  if (!http || http.reachable) return false;
  const silentSinceFailure = nvr.statsMonoMs === undefined || nvr.statsMonoMs < http.sinceMonoMs;
  return silentSinceFailure || statsAgeMs > thresholds.statsStaleMs;
};

/** Age of the last statistics in ms; before the first, of the agent; after an outage, since Frigate answers again. */
export const statsAgeMs = (nvr: ObservedNvr, agentSinceMonoMs: number, monoMs: number): number =>
  monoMs - (nvr.statsMonoMs ?? agentSinceMonoMs);

/** State of an NVR at `monoMs`; `agentSinceMonoMs` is the start of this agent (monotonic ms). */
export const nvrState = (nvr: ObservedNvr, agentSinceMonoMs: number, monoMs: number, thresholds: Thresholds): NvrState => {
  const ageMs = statsAgeMs(nvr, agentSinceMonoMs, monoMs);
  if (nvr.http?.reachable && nvr.http.safeMode) return 'safe_mode';
  if (isDown(nvr, ageMs, thresholds)) return 'down';
  const answersSince = nvr.http?.reachable ? nvr.http.sinceMonoMs : agentSinceMonoMs;
  const staleMs = Math.min(ageMs, monoMs - Math.max(answersSince, nvr.statsMonoMs ?? 0));
  if (staleMs > thresholds.statsStaleMs) return 'stale';
  return nvr.stats ? 'up' : 'unknown';
};

const isDisabled = (camera: ObservedCamera): boolean => !camera.settings.enabled || camera.switches.enabled === false;

const isFrozen = (camera: ObservedCamera): boolean => {
  const stats = camera.stats;
  if (!stats || stats.invalid || stats.fps === null || stats.processFps === null || stats.fps < 1) return false;
  return stats.processFps < stats.fps * FROZEN_SHARE;
};

const isMeasured = (camera: ObservedCamera): boolean =>
  camera.stats !== undefined && !camera.stats.invalid && camera.stats.fps !== null;

/** Seconds since the newest recorded segment of a camera, or undefined where it was not measured. */
export const segmentAgeS = (nvr: ObservedNvr, camera: string): number | undefined => {
  const ages = nvr.http?.reachable ? nvr.http.newestSegmentAgeS : undefined;
  return ages && Object.hasOwn(ages, camera) ? ages[camera] : undefined;
};

/** Said every ten seconds: what is much older than the statistics is no longer said. */
const STATUS_VALID_MS = 120_000;

/** What Frigate itself says of a part of a camera; undefined before 0.17 and where it fell silent. */
const roleState = (nvr: ObservedNvr, camera: ObservedCamera, role: CameraRole): RoleState | undefined => {
  const status = camera.status?.[role];
  return status && status.monoMs >= (nvr.statsMonoMs ?? Infinity) - STATUS_VALID_MS ? status.state : undefined;
};

const recordState = (nvr: ObservedNvr, camera: ObservedCamera, picture: CameraState, thresholds: Thresholds): CameraState => {
  if (!camera.settings.record || camera.switches.recordings === false) return 'disabled';
  if (picture !== 'online') return picture;
  const ageS = segmentAgeS(nvr, camera.settings.id);
  // The database is the proof; where it has nothing to say, Frigate's word counts; where nobody answers, nothing is known.
  const said = ageS === undefined ? roleState(nvr, camera, 'record') : undefined;
  if (said === 'offline') return 'offline';
  if (ageS === undefined && said === undefined && nvr.http && nvr.http.newestSegmentAgeS === undefined) return 'unknown';
  return ageS !== undefined && ageS * 1_000 > thresholds.recordingAgeMaxMs ? 'offline' : 'online';
};

const pictureState = (camera: ObservedCamera, usable: boolean): CameraState => {
  if (isDisabled(camera)) return 'disabled';
  if (!usable || !isMeasured(camera)) return 'unknown';
  return camera.stats?.capturing === false || camera.stats?.fps === 0 ? 'offline' : 'online';
};

const detectState = (camera: ObservedCamera, picture: CameraState, frozen: boolean): CameraState => {
  if (picture !== 'online') return picture;
  if (camera.switches.detect === false || camera.stats?.detectionEnabled === false) return 'disabled';
  return frozen ? 'offline' : 'online';
};

const audioState = (nvr: ObservedNvr, camera: ObservedCamera, picture: CameraState): CameraState => {
  const said = roleState(nvr, camera, 'audio');
  return picture === 'online' && said !== undefined ? said : picture;
};

/** One camera as the site sees it. With its NVR not `up` nothing is known of it but that it is switched off. */
export const cameraView = (nvr: ObservedNvr, camera: ObservedCamera, state: NvrState, thresholds: Thresholds): CameraView => {
  const picture = pictureState(camera, state === 'up');
  const frozen = picture === 'online' && isFrozen(camera);
  const fps = state === 'up' ? camera.stats?.fps : undefined;
  const expectedFps = camera.stats?.expectedFps ?? camera.settings.expectedFps;
  const said = state === 'up' ? roleState(nvr, camera, 'record') : undefined;
  const heard = camera.settings.audio && camera.switches.audio !== false;
  return {
    id: camera.settings.id,
    detect: detectState(camera, picture, frozen),
    record: recordState(nvr, camera, picture, thresholds),
    audio: heard ? audioState(nvr, camera, picture) : 'disabled',
    ...(fps == null ? {} : { fps }),
    ...(expectedFps == null ? {} : { expectedFps }),
    frozen,
    measured: picture !== 'unknown',
    ...(said === 'online' || said === 'offline' ? { saysRecording: said === 'online' } : {}),
  };
};

/** Whether pictures of the camera arrive: `detect` alone would call a frozen camera off line. */
export const hasPicture = (view: CameraView): boolean => view.detect === 'online' || view.frozen;
