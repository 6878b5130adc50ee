import { lineOf, numberOf, percentOf, timeMsOf, within } from './figures.ts';
import { isObject, parseTolerantJson } from './tolerant-json.ts';
import type { JsonFailure, JsonObject } from './tolerant-json.ts';

/*
 * `frigate/stats` of Frigate 0.16 to 0.18. Whatever is missing, absurd or of another type becomes null, never 0.
 */

export const FPS_MAX = 240;
const MAX_CAMERAS = 64;
const MAX_ENTRIES = 32;
/** Frigate reports its initial 0.01 s as 10.0 ms until the first inference. */
const INFERENCE_NEVER_MEASURED_MS = 10;

export interface CameraStats {
  /** Clamped to 0..240. */
  readonly fps: number | null;
  readonly processFps: number | null;
  readonly detectionFps: number | null;
  readonly skippedFps: number | null;
  readonly detectionEnabled: boolean | null;
  /** False where Frigate has no capture process for it, null where it does not say. */
  readonly capturing: boolean | null;
  /** From 0.18. */
  readonly expectedFps: number | null;
  /** A figure was out of range: nothing may be concluded from this sample about this camera. */
  readonly invalid: boolean;
}

export interface DetectorStats {
  readonly name: string;
  readonly inferenceMs: number | null;
}

/** `missing`: Frigate has no such path (`{}` on the wire). Sizes are MiB. */
export type StorageStats =
  | { readonly state: 'present'; readonly totalMb: number; readonly usedMb: number; readonly freeMb: number }
  /** `missing`: the path is not mounted. `unknown`: its figures are absurd. */
  | { readonly state: 'missing' | 'unknown' };

export interface FrigateStats {
  readonly cameras: ReadonlyMap<string, CameraStats>;
  readonly detectors: readonly DetectorStats[];
  readonly storage: ReadonlyMap<string, StorageStats>;
  readonly uptimeS: number | null;
  readonly version: string | null;
  readonly updatedTs: number | null;
  readonly cpuPct: number | null;
  readonly memPct: number | null;
  readonly gpuPct: number | null;
  readonly temperatureC: number | null;
  /** Bare NaN and Infinity that were read as null. */
  readonly replaced: number;
}

export type ParsedStats =
  | { readonly ok: true; readonly stats: FrigateStats }
  | { readonly ok: false; readonly reason: JsonFailure };

const entriesOf = (value: unknown, max: number): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value).slice(0, max) : [];

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

const fpsOf = (value: unknown): { readonly fps: number | null; readonly invalid: boolean } => {
  const figure = numberOf(value);
  if (figure === null) return { fps: null, invalid: false };
  const fps = Math.min(FPS_MAX, Math.max(0, figure));
  return { fps, invalid: fps !== figure };
};

/** Not negative and not beyond what can be meant. */
const positiveOf = (value: unknown, max: number): number | null => within(numberOf(value), 0, max) ?? null;

const MAX_MB = 1_000_000_000_000;
const MAX_INFERENCE_MS = 1_000_000;
const MAX_UPTIME_S = 10_000_000_000;

const capturingOf = (camera: JsonObject): boolean | null => {
  if (!('ffmpeg_pid' in camera)) return null;
  return numberOf(camera['ffmpeg_pid']) !== null;
};

const cameraOf = (camera: JsonObject): CameraStats => {
  const fps = fpsOf(camera['camera_fps']);
  const processFps = fpsOf(camera['process_fps']);
  const detectionFps = fpsOf(camera['detection_fps']);
  const skippedFps = fpsOf(camera['skipped_fps']);
  const enabled = camera['detection_enabled'];
  const expected = fpsOf(camera['expected_fps']);
  return {
    fps: fps.fps,
    processFps: processFps.fps,
    detectionFps: detectionFps.fps,
    skippedFps: skippedFps.fps,
    detectionEnabled: typeof enabled === 'boolean' ? enabled : null,
    capturing: capturingOf(camera),
    expectedFps: expected.invalid ? null : expected.fps,
    invalid: fps.invalid || processFps.invalid || detectionFps.invalid || skippedFps.invalid,
  };
};

const detectorOf = (name: string, value: unknown): DetectorStats => {
  const speed = positiveOf(objectOf(value)['inference_speed'], MAX_INFERENCE_MS);
  return { name: lineOf(name, 64) ?? '?', inferenceMs: speed === INFERENCE_NEVER_MEASURED_MS ? null : speed };
};

const storageOf = (value: unknown): StorageStats => {
  const storage = objectOf(value);
  if (Object.keys(storage).length === 0) return { state: 'missing' };
  const [totalMb, usedMb, freeMb] = [storage['total'], storage['used'], storage['free']].map((size) => positiveOf(size, MAX_MB));
  if (totalMb == null || usedMb == null || freeMb == null) return { state: 'unknown' };
  return { state: 'present', totalMb, usedMb, freeMb };
};

const maximum = (figures: readonly (number | null)[]): number | null =>
  figures.reduce((max, figure) => (figure === null ? max : max === null ? figure : Math.max(max, figure)), null);

/** 0.16 and 0.17 put temperatures under `service`, 0.18 under each detector. */
const temperatureOf = (stats: JsonObject, service: JsonObject): number | null =>
  maximum([
    ...entriesOf(service['temperatures'], MAX_ENTRIES).map(([, value]) => numberOf(value)),
    ...entriesOf(stats['detectors'], MAX_ENTRIES).map(([, value]) => numberOf(objectOf(value)['temperature'])),
  ]);

const statsOf = (stats: JsonObject, replaced: number): FrigateStats => {
  const service = objectOf(stats['service']);
  const system = objectOf(objectOf(stats['cpu_usages'])['frigate.full_system']);
  return {
    cameras: new Map(entriesOf(stats['cameras'], MAX_CAMERAS).map(([name, value]) => [name, cameraOf(objectOf(value))])),
    detectors: entriesOf(stats['detectors'], MAX_ENTRIES).map(([name, value]) => detectorOf(name, value)),
    storage: new Map(entriesOf(service['storage'], MAX_ENTRIES).map(([path, value]) => [path, storageOf(value)])),
    uptimeS: positiveOf(service['uptime'], MAX_UPTIME_S),
    version: lineOf(service['version'], 64),
    updatedTs: timeMsOf(service['last_updated']),
    cpuPct: percentOf(system['cpu']),
    memPct: percentOf(system['mem']),
    gpuPct: maximum(entriesOf(stats['gpu_usages'], MAX_ENTRIES).map(([, value]) => percentOf(objectOf(value)['gpu']))),
    temperatureC: temperatureOf(stats, service),
    replaced,
  };
};

/** Statistics out of raw bytes; a payload that is no JSON object (double-encoded, scalar) is refused. Never throws. */
export const parseStats = (payload: Uint8Array): ParsedStats => {
  const json = parseTolerantJson(payload);
  return json.ok ? { ok: true, stats: statsOf(json.value, json.replaced) } : json;
};
