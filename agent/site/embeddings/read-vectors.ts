import { unitVector } from './quantise.ts';
import type { Place, Skipped, VectorAnswer, VectorAsk, VectorRead } from './vector-answer.ts';
import { createBatch } from './vector-batch.ts';
import type { BatchBuilder } from './vector-batch.ts';
import { VectorFailure, withDatabase } from './vector-database.ts';
import type { FrigateDatabase } from './vector-database.ts';
import { endOf, hasVectors, isRebuilt, newestEventS, placeAt, rowsAfter, vectorReader } from './vector-table.ts';
import type { VectorRow } from './vector-table.ts';

/*
 * The next batch of a Frigate's vectors. Whatever the file holds, the answer is a batch, nothing, or a reason.
 */

const NONE: Skipped = { unusable: 0, damaged: 0, orphaned: 0 };
const START: Place = { row: 0, anchors: [] };

type Taker = (row: VectorRow) => 'taken' | 'full' | 'told' | keyof Skipped;

const takerOf = (database: FrigateDatabase, { sinceS, told }: VectorAsk, batch: BatchBuilder): Taker => {
  const [known, vectorOf] = [new Set(told), vectorReader(database)];
  return ({ startS, ...row }) => {
    if (startS === undefined) return 'orphaned';
    if (startS <= sinceS || known.has(row.id)) return 'told';
    const vector = vectorOf({ startS, ...row });
    if (vector === undefined) return 'damaged';
    const unit = unitVector(vector);
    if (unit === undefined) return 'unusable';
    const added = batch.add({ id: row.id, camera: row.camera, label: row.label, startS }, unit);
    return added === 'bad' ? 'damaged' : added;
  };
};

const nextBatch = (database: FrigateDatabase, ask: VectorAsk, place: Place): VectorRead => {
  const { rows, more } = rowsAfter(database, place.row);
  const batch = createBatch(ask.nvr);
  const take = takerOf(database, ask, batch);
  const skipped = { ...NONE };
  let reached = place.row;
  for (const row of rows) {
    const taken = take(row);
    if (taken === 'full') break;
    if (taken !== 'taken' && taken !== 'told') skipped[taken] += 1;
    reached = row.row;
  }
  const found = batch.batch();
  const isCut = reached !== (rows.at(-1)?.row ?? reached);
  return { ok: true, place: placeAt(database, reached), rebuilt: false, more: more || isCut, skipped, ...(found ? { batch: found } : {}) };
};

const read = (database: FrigateDatabase, ask: VectorAsk): VectorRead => {
  const nothing = { ok: true, rebuilt: false, more: false, skipped: NONE } as const;
  if (!hasVectors(database)) return { ...nothing, place: ask.place ?? START, ...(ask.place ? {} : { newestS: newestEventS(database) }) };
  if (ask.place === undefined) return { ...nothing, place: endOf(database), newestS: newestEventS(database) };
  if (isRebuilt(database, ask.place)) return { ...nothing, place: START, rebuilt: true, more: true };
  return nextBatch(database, ask, ask.place);
};

/** Reads once. Never throws: what a database can be is a value. */
export const readVectors = (ask: VectorAsk): VectorAnswer => {
  try {
    return withDatabase(ask.path, (database) => read(database, ask));
  } catch (error) {
    const failure = error instanceof VectorFailure ? error : new VectorFailure('damaged', String(error));
    return { ok: false, fault: failure.fault, detail: (failure.message || 'no word').slice(0, 300) };
  }
};
