import { lineOf, numberOf, timeMsOf, within } from './figures.ts';
import { eventRow, reviewRow } from './review-payload.ts';
import type { FrigateEvent, FrigateReview } from './review-payload.ts';
import { isObject, parseAnyJson } from './tolerant-json.ts';
import type { JsonObject } from './tolerant-json.ts';
import type { CameraSettings } from '../settings.ts';

/*
 * What Frigate 0.16 to 0.18 answers over HTTP. Undefined: the bytes are not what was asked for. `/api/config` may hold
 * credentials of cameras: only the members named here are ever read, nothing of it is kept or forwarded.
 */

const CAMERAS_MAX = 64;
const decoder = new TextDecoder();

/** `/api/version` answers plain text, e.g. `0.17.2-4fcd9b6`. */
export const parseVersion = (body: Uint8Array): string | undefined => {
  const text = lineOf(decoder.decode(body.slice(0, 200)), 60)?.replace(/^"|"$/g, '');
  return text !== undefined && /^\d+\.\d+/.test(text) ? text : undefined;
};

export interface FrigateConfig {
  readonly safeMode: boolean;
  readonly cameras: readonly CameraSettings[];
  /** Cameras that record without a pause: only of these a gap is a fault, others wait for something to move. */
  readonly continuous: ReadonlySet<string>;
  readonly model: string | undefined;
  readonly features: readonly string[];
}

const FEATURES = ['semantic_search', 'face_recognition', 'lpr', 'audio_transcription', 'birdseye', 'genai'] as const;

/** File name of the model alone: the rest of its path is nobody's business. */
const modelOf = (model: unknown): string | undefined => {
  const path = isObject(model) ? lineOf(model['path'], 300) : null;
  return path?.split('/').at(-1)?.slice(0, 60);
};

/** 0.17 moved `record.retain` (days, mode) to `record.continuous` (days). */
const isContinuous = (camera: JsonObject): boolean => {
  const record = isObject(camera['record']) ? camera['record'] : {};
  if (record['enabled'] !== true) return false;
  const { continuous, retain } = record;
  if (isObject(continuous)) return (numberOf(continuous['days']) ?? 0) > 0;
  return isObject(retain) && (numberOf(retain['days']) ?? 0) > 0 && (retain['mode'] ?? 'all') === 'all';
};

const isOn = (member: unknown, otherwise: boolean): boolean =>
  isObject(member) && typeof member['enabled'] === 'boolean' ? member['enabled'] : otherwise;

const cameraOf = (id: string, camera: JsonObject): CameraSettings => {
  const name = lineOf(camera['friendly_name'], 120);
  const detect = isObject(camera['detect']) ? camera['detect'] : {};
  const fps = within(numberOf(detect['fps']), 0, 240);
  return {
    id,
    ...(name === null ? {} : { name }),
    ...(fps === undefined ? {} : { expectedFps: fps }),
    enabled: camera['enabled'] !== false,
    record: isOn(camera['record'], false),
    audio: isOn(camera['audio'], false),
  };
};

/** `/api/config`: whether it is the safe mode, and the cameras by name. */
export const parseConfig = (body: Uint8Array): FrigateConfig | undefined => {
  const json = parseAnyJson(body);
  if (!json.ok || !isObject(json.value)) return undefined;
  const config = json.value;
  const { cameras, safe_mode: safeMode } = config;
  if (!isObject(cameras) && safeMode !== true) return undefined;
  const named = Object.entries(isObject(cameras) ? cameras : {}).flatMap(([key, camera]) => {
    const id = lineOf(key, 64);
    return id === null || !isObject(camera) ? [] : [{ settings: cameraOf(id, camera), continuous: isContinuous(camera) }];
  });
  const read = named.slice(0, CAMERAS_MAX);
  return {
    safeMode: safeMode === true,
    cameras: read.map(({ settings }) => settings),
    model: modelOf(config['model']),
    features: FEATURES.filter((name) => isOn(config[name], false)),
    continuous: new Set(read.filter(({ continuous }) => continuous).map(({ settings }) => settings.id)),
  };
};

export interface Recordings {
  /** End of the newest segment, epoch ms of Frigate's clock; undefined where there is none. */
  readonly newestTs: number | undefined;
  readonly mb: number;
}

/** `/api/CAMERA/recordings`: the segments of a while. Sizes are MB. */
export const parseRecordings = (body: Uint8Array): Recordings | undefined => {
  const json = parseAnyJson(body);
  if (!json.ok || !Array.isArray(json.value)) return undefined;
  let newestTs: number | undefined;
  let mb = 0;
  for (const row of json.value) {
    if (!isObject(row)) continue;
    const endTs = timeMsOf(row['end_time']);
    if (endTs !== null) newestTs = Math.max(newestTs ?? endTs, endTs);
    mb += within(numberOf(row['segment_size']), 0, 100_000) ?? 0;
  }
  return { newestTs, mb };
};

const FACES_MAX = 2_000;

/** `/api/faces`: the names of known persons, each with its pictures; `train` holds those that wait for a name. */
export const parseFaces = (body: Uint8Array): ReadonlySet<string> | undefined => {
  const json = parseAnyJson(body);
  if (!json.ok || !isObject(json.value)) return undefined;
  const names = Object.keys(json.value).flatMap((name) => lineOf(name, 100) ?? []);
  return new Set(names.filter((name) => name !== 'train').slice(0, FACES_MAX));
};

const rows = <T>(read: (row: unknown) => T | undefined) => (body: Uint8Array): readonly T[] | undefined => {
  const json = parseAnyJson(body);
  if (!json.ok || !Array.isArray(json.value)) return undefined;
  return json.value.map(read).filter((row) => row !== undefined);
};

/** `/api/review`. Rows that cannot be read are left out. */
export const parseReviewRows: (body: Uint8Array) => readonly FrigateReview[] | undefined = rows(reviewRow);

/** `/api/events`. Rows that cannot be read are left out. */
export const parseEventRows: (body: Uint8Array) => readonly FrigateEvent[] | undefined = rows(eventRow);

/** `/api/review/ID`, `/api/events/ID`: one row. */
export const parseReviewRow = (body: Uint8Array): FrigateReview | undefined => {
  const json = parseAnyJson(body);
  return json.ok ? reviewRow(json.value) : undefined;
};

export const parseEventRow = (body: Uint8Array): FrigateEvent | undefined => {
  const json = parseAnyJson(body);
  return json.ok ? eventRow(json.value) : undefined;
};
