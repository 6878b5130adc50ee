import { lineOf, linesOf, numberOf, timeMsOf, within } from './figures.ts';
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

/** What was recognised in an object, with how sure Frigate is. */
export interface Scored {
  readonly value: string;
  readonly score: number | null;
}

export interface FrigateEvent extends FrigateItem {
  readonly label: string | null;
  /** Frigate took it back: it never was. */
  readonly falsePositive: boolean;
  /** A name, a known vehicle, a class or what else somebody put there: of what kind Frigate does not say. */
  readonly subLabel: string | null;
  readonly plate: string | null;
  readonly subLabelScore?: number | null;
  readonly plateScore?: number | null;
  /** What classification models that write attributes saw in it, from 0.17 on. */
  readonly classes?: readonly Scored[];
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

/** `[value, score]` on MQTT, `NAME` and `NAME_score` in the `data` of a row. */
const scoredOf = (value: unknown, score: unknown): Scored | undefined => {
  const pair: readonly unknown[] = Array.isArray(value) ? value : [value, score];
  const line = lineOf(pair[0], NAME_MAX);
  return line === null ? undefined : { value: line, score: within(numberOf(pair[1]), 0, 1) ?? null };
};

const NO_CLASSES: ReadonlySet<string> = new Set(['sub_label', 'recognized_license_plate']);
const CLASSES_MAX = 16;

/** Every classification model has a member of its own name beside what Frigate itself writes. */
const classesOf = (after: JsonObject, data: JsonObject): readonly Scored[] => {
  const onMqtt = Object.entries(after).filter(([, value]) => Array.isArray(value) && value.length === 2 && typeof value[1] === 'number');
  const inRow = Object.entries(data).filter(([name, value]) => typeof value === 'string' && typeof data[`${name}_score`] === 'number');
  return [...onMqtt, ...inRow]
    .filter(([name]) => !NO_CLASSES.has(name))
    .slice(0, CLASSES_MAX)
    .flatMap(([name, value]) => scoredOf(value, data[`${name}_score`]) ?? []);
};

/** On MQTT a plate stands beside the sub-label, over HTTP within `data`. */
const completeEvent = (item: FrigateItem, after: JsonObject): FrigateEvent => {
  const data = isObject(after['data']) ? after['data'] : {};
  const subLabel = scoredOf(after['sub_label'], data['sub_label_score']);
  const plate = scoredOf(after['recognized_license_plate'] ?? data['recognized_license_plate'], data['recognized_license_plate_score']);
  return {
    ...item,
    label: lineOf(after['label'], NAME_MAX),
    falsePositive: after['false_positive'] === true,
    subLabel: subLabel?.value ?? null,
    plate: plate?.value ?? null,
    subLabelScore: subLabel?.score ?? null,
    plateScore: plate?.score ?? null,
    classes: classesOf(after, data),
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
