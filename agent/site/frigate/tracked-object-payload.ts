import { lineOf, numberOf, timeMsOf } from './figures.ts';
import { parseTolerantJson } from './tolerant-json.ts';
import type { JsonFailure } from './tolerant-json.ts';

/*
 * `frigate/tracked_object_update`: what was recognised in one tracked object.
 */

export const PLATE_MAX_CODE_POINTS = 32;

export interface TrackedObjectUpdate {
  readonly kind: 'plate' | 'face' | 'class' | 'description';
  readonly eventId: string;
  readonly camera: string;
  readonly occurredTs: number | null;
  /** Clean, at most 32 code points for plates; null where nothing was recognised. */
  readonly value: string | null;
  /** As Frigate sent it, for the detail view; at most 200 characters, still to be shown as text only. */
  readonly original: string | null;
  /** Name of the known person or vehicle. */
  readonly known: string | null;
  readonly score: number | null;
}

export type ParsedUpdate =
  | { readonly ok: true; readonly update: TrackedObjectUpdate }
  | { readonly ok: false; readonly reason: JsonFailure | 'id' | 'kind' };

const KINDS: ReadonlyMap<unknown, TrackedObjectUpdate['kind']> = new Map([
  ['lpr', 'plate'],
  ['face', 'face'],
  ['classification', 'class'],
  ['description', 'description'],
]);

/** Where each kind of update keeps what it recognised; the first present one counts. */
const VALUE_KEYS: Readonly<Record<TrackedObjectUpdate['kind'], readonly string[]>> = {
  plate: ['plate'],
  face: ['name'],
  class: ['sub_label', 'attribute'],
  description: ['description'],
};

const scoreOf = (value: unknown): number | null => {
  const score = numberOf(value);
  return score !== null && score >= 0 && score <= 1 ? score : null;
};

/** One update out of raw bytes. Without the id of its object it is of no use and refused. Never throws. */
export const parseTrackedObjectUpdate = (payload: Uint8Array): ParsedUpdate => {
  const json = parseTolerantJson(payload);
  if (!json.ok) return json;
  const kind = KINDS.get(json.value['type']);
  if (!kind) return { ok: false, reason: 'kind' };
  const eventId = lineOf(json.value['id'], 128);
  const camera = lineOf(json.value['camera'], 64);
  if (eventId === null || camera === null) return { ok: false, reason: 'id' };
  const raw = VALUE_KEYS[kind].map((key) => json.value[key]).find((value) => typeof value === 'string');
  return {
    ok: true,
    update: {
      kind,
      eventId,
      camera,
      occurredTs: timeMsOf(json.value['timestamp']),
      value: lineOf(raw, kind === 'plate' ? PLATE_MAX_CODE_POINTS : 200),
      original: typeof raw === 'string' ? raw.slice(0, 200) : null,
      known: kind === 'plate' ? lineOf(json.value['name'], 100) : null,
      score: scoreOf(json.value['score']),
    },
  };
};
