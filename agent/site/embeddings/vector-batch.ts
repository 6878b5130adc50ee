import type { NvrId } from '../../../fleet/ids.ts';
import { CATALOGUE } from '../../../fleet/wire/catalogue.ts';
import { lineOf, timeMsOf } from '../frigate/figures.ts';
import { base64Of, quantise, scaleOf } from './quantise.ts';
import type { VectorBatch } from './vector-answer.ts';

/*
 * One message's worth of vectors: as many as fit, all of one length.
 */

type Item = VectorBatch['items'][number];

const ITEMS_MAX = 256;
/** Envelope, model and the names of the members, generously. */
const BESIDES_BYTES = 1_024;
const ITEMS_MAX_BYTES = CATALOGUE['event/embedding'].maxBytes - BESIDES_BYTES;

/** What Frigate's table of events says of an object. */
export interface Seen {
  readonly id: string;
  readonly camera: unknown;
  readonly label: unknown;
  readonly startS: number;
}

/** Without its vector; undefined where it has no camera of a possible name. */
const itemOf = (nvr: NvrId, { id, camera, label, startS }: Seen): Omit<Item, 'vector'> | undefined => {
  const name = lineOf(camera, 64);
  const seenTs = timeMsOf(startS);
  const what = lineOf(label, 100);
  if (name === null || lineOf(id, 128) !== id) return undefined;
  return { event_id: id, nvr, camera: name, ...(seenTs === null ? {} : { occurred_ts: seenTs }), ...(what === null ? {} : { label: what }) };
};

export interface BatchBuilder {
  /** `full`: it belongs into the next batch. `bad`: it can stand in none. */
  add(seen: Seen, unit: Float64Array): 'taken' | 'full' | 'bad';
  /** Undefined where nothing was taken. */
  batch(): VectorBatch | undefined;
}

export const createBatch = (nvr: NvrId): BatchBuilder => {
  const taken: { readonly item: Omit<Item, 'vector'>; readonly unit: Float64Array }[] = [];
  let bytes = 0;
  return {
    add: (seen, unit) => {
      const item = itemOf(nvr, seen);
      if (item === undefined) return 'bad';
      const itemBytes = Buffer.byteLength(JSON.stringify({ ...item, vector: '' })) + Math.ceil(unit.length / 3) * 4 + 1;
      const dims = taken[0]?.unit.length ?? unit.length;
      if (taken.length >= ITEMS_MAX || bytes + itemBytes > ITEMS_MAX_BYTES || dims !== unit.length) return 'full';
      taken.push({ item, unit });
      bytes += itemBytes;
      return 'taken';
    },
    batch: () => {
      const [first] = taken;
      if (first === undefined) return undefined;
      const scale = scaleOf(taken.map(({ unit }) => unit));
      return { dims: first.unit.length, scale, items: taken.map(({ item, unit }) => ({ ...item, vector: base64Of(quantise(unit, scale)) })) };
    },
  };
};
