import { lineOf, linesOf, timeMsOf } from './figures.ts';
import { isObject, parseTolerantJson } from './tolerant-json.ts';
import type { JsonFailure, JsonObject } from './tolerant-json.ts';

/*
 * `frigate/reviews` and `frigate/events`: both are `{type, before, after}`; `after` is the present state.
 */

/** What both kinds of item have. Times are epoch ms. */
export interface FrigateItem {
  readonly id: string;
  readonly camera: string;
  readonly phase: 'new' | 'update' | 'end' | 'genai';
  readonly startTs: number | null;
  /** Null while it goes on, and where the end lies before the start. */
  readonly endTs: number | null;
  /** A clock step between frames: the duration is unknown. */
  readonly endBeforeStart: boolean;
}

export interface FrigateReview extends FrigateItem {
  readonly severity: 'alert' | 'detection' | 'unknown';
  readonly objects: readonly string[];
  readonly labels: readonly string[];
  readonly zones: readonly string[];
  readonly thumb: string | null;
  /** Ids of its tracked objects. */
  readonly detections: readonly string[];
  /** A generated description stands with it; its text is not read. */
  readonly described: boolean;
}

export interface FrigateEvent extends FrigateItem {
  readonly label: string | null;
  /** Frigate took it back: it never was. */
  readonly falsePositive: boolean;
  readonly subLabel: string | null;
  readonly plate: string | null;
}

export type ItemFailure = JsonFailure | 'id' | 'phase';
export type Parsed<T> = { readonly ok: true; readonly item: T } | { readonly ok: false; readonly reason: ItemFailure };

const PHASES: ReadonlySet<unknown> = new Set(['new', 'update', 'end', 'genai']);
const NAME_MAX = 100;
const LIST_MAX = 64;

const isPhase = (value: unknown): value is FrigateItem['phase'] => PHASES.has(value);

type Phase = FrigateItem['phase'];

const commonOf = (phase: Phase, after: JsonObject): FrigateItem | undefined => {
  const id = lineOf(after['id'], 128);
  const camera = lineOf(after['camera'], 64);
  if (id === null || camera === null) return undefined;
  const startTs = timeMsOf(after['start_time']);
  const endTs = timeMsOf(after['end_time']);
  const endBeforeStart = startTs !== null && endTs !== null && endTs < startTs;
  return { id, camera, phase, startTs, endTs: endBeforeStart ? null : endTs, endBeforeStart };
};

const parseItem = <T extends FrigateItem>(
  payload: Uint8Array,
  complete: (item: FrigateItem, after: JsonObject) => T,
): Parsed<T> => {
  const json = parseTolerantJson(payload);
  if (!json.ok) return json;
  const { type, after } = json.value;
  if (!isPhase(type)) return { ok: false, reason: 'phase' };
  if (!isObject(after)) return { ok: false, reason: 'type' };
  const item = commonOf(type, after);
  return item ? { ok: true, item: complete(item, after) } : { ok: false, reason: 'id' };
};

/** Frigate writes a sub-label as text or as `[text, score]`, a plate likewise (contract §10). */
const firstLineOf = (value: unknown): string | null => lineOf(Array.isArray(value) ? value[0] : value, NAME_MAX);

const severityOf = (value: unknown): FrigateReview['severity'] =>
  value === 'alert' || value === 'detection' ? value : 'unknown';

const completeReview = (item: FrigateItem, after: JsonObject): FrigateReview => {
  const data = isObject(after['data']) ? after['data'] : {};
  return {
    ...item,
    severity: severityOf(after['severity']),
    objects: linesOf(data['objects'], LIST_MAX, NAME_MAX),
    labels: linesOf(data['sub_labels'], LIST_MAX, NAME_MAX),
    zones: linesOf(data['zones'], LIST_MAX, NAME_MAX),
    thumb: lineOf(after['thumb_path'], 300),
    detections: linesOf(data['detections'], LIST_MAX, 128),
    described: isObject(data['metadata']),
  };
};

/** On MQTT a plate stands beside the sub-label, over HTTP within `data`. */
const completeEvent = (item: FrigateItem, after: JsonObject): FrigateEvent => {
  const data = isObject(after['data']) ? after['data'] : {};
  return {
    ...item,
    label: lineOf(after['label'], NAME_MAX),
    falsePositive: after['false_positive'] === true,
    subLabel: firstLineOf(after['sub_label']),
    plate: firstLineOf(after['recognized_license_plate'] ?? data['recognized_license_plate']),
  };
};

/** One message of `frigate/reviews`; knows the fourth type `genai` that comes after `end`. Never throws. */
export const parseReview = (payload: Uint8Array): Parsed<FrigateReview> => parseItem(payload, completeReview);

const UPDATE_TAIL = /"type":\s*"update"\s*\}\s*$/;

/** True for an update of a tracked object, by its last bytes: they are most of what a busy Frigate says, and of no use here. */
export const isEventUpdate = (payload: Uint8Array): boolean =>
  UPDATE_TAIL.test(String.fromCharCode(...payload.subarray(Math.max(0, payload.length - 40))));

/** One message of `frigate/events`, from 0.12 on. Never throws. */
export const parseEvent = (payload: Uint8Array): Parsed<FrigateEvent> => parseItem(payload, completeEvent);

/** A row of Frigate's database: it is over when it has an end, whatever that says. */
const rowOf = <T extends FrigateItem>(complete: (item: FrigateItem, after: JsonObject) => T) => (row: unknown): T | undefined => {
  if (!isObject(row)) return undefined;
  const item = commonOf(row['end_time'] == null ? 'update' : 'end', row);
  return item && complete(item, row);
};

/** A row of `GET /api/review`, or undefined where it is none. */
export const reviewRow = rowOf(completeReview);
/** A row of `GET /api/events`, or undefined where it is none. */
export const eventRow = rowOf(completeEvent);
