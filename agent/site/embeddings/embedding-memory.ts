import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { NvrId } from '../../../fleet/ids.ts';
import type { Log } from '../../../platform/log.ts';
import { lazyCheck } from '../../../fleet/validator.ts';
import { counter, label, nvrId, number } from '../../../fleet/wire/parts.ts';
import { checkedJson } from '../checked-json.ts';
import { createMemoryFile } from '../memory-file.ts';
import type { MemoryFile } from '../memory-file.ts';
import { Place, TOLD_MAX } from './vector-answer.ts';
import type { VectorRead } from './vector-answer.ts';

/*
 * What is remembered of each Frigate's vectors: how far they were read, and which were told last. Told vectors stand in the
 * outbox before this is saved; what was told since is read back from there.
 */

const epochS = (description: string) => number(0, 1e12, description);

const Told = Type.Object({ id: Type.String({ maxLength: 128 }), startS: epochS("Frigate's epoch seconds.") });

const Nvr = Type.Object({
  id: nvrId('The NVR.'),
  /** Of another file nothing is known. */
  database: Type.String({ maxLength: 400 }),
  place: Place,
  /** When the site opted in: what was there before never leaves. */
  optedS: epochS("Frigate's epoch seconds."),
  /** Only objects that came later are told. */
  sinceS: epochS("Frigate's epoch seconds."),
  model: Type.Optional(label(120, 'Of the vectors told last.')),
  told: Type.Array(Told, { maxItems: TOLD_MAX }),
  count: counter('Vectors told.'),
  skipped: counter('Vectors left out.'),
});
export type VectorMemory = Static<typeof Nvr>;

const Memory = Type.Object({ v: Type.Literal(1), seq: counter('Last event that this knows of.'), nvrs: Type.Array(Nvr, { maxItems: 8 }) });
export type EmbeddingMemory = Static<typeof Memory>;

export type EmbeddingStore = MemoryFile<EmbeddingMemory>;

/** In a file. One that cannot be read counts as none: the vectors then begin anew at the end. */
export const createEmbeddingFile = (path: string, log: Log): EmbeddingStore =>
  createMemoryFile(path, 'vectors', checkedJson<EmbeddingMemory>(lazyCheck(Memory)), log);

/** Begins at the end of what is there now. */
export const beginMemory = (id: NvrId, database: string, { place, newestS = 0 }: VectorRead): VectorMemory => ({
  ...{ id, database, place, optedS: newestS, sinceS: newestS, told: [], count: 0, skipped: 0 },
});

/**
 * The table was built anew. With the same model nothing of it is news but what came last; another model's vectors compare
 * with none that were told, so that all since the opt-in are told again.
 */
export const rebuiltMemory = (memory: VectorMemory, { place }: VectorRead, model: string): VectorMemory => {
  const { model: before = model, optedS, told } = memory;
  if (before !== model) return { ...memory, place, model, sinceS: optedS, told: [] };
  const oldestS = told.length < TOLD_MAX ? optedS : Math.min(...told.map(({ startS }) => startS));
  return { ...memory, place, sinceS: Math.max(memory.sinceS, oldestS) };
};

const secondsOf = (ts: number | undefined): number => (ts ?? 0) / 1_000;

/** Vectors were told; `items` as in the message. */
export const toldMemory = (memory: VectorMemory, model: string, items: readonly { readonly event_id: string; readonly occurred_ts?: number | undefined }[]): VectorMemory => {
  const known = new Set(memory.told.map(({ id }) => id));
  const news = items.filter(({ event_id: id }) => !known.has(id)).map(({ event_id: id, occurred_ts: ts }) => ({ id, startS: secondsOf(ts) }));
  return { ...memory, model, told: [...memory.told, ...news].slice(-TOLD_MAX), count: memory.count + news.length };
};

/** What was read counts as read. */
export const readMemory = (memory: VectorMemory, { place, skipped }: VectorRead): VectorMemory => ({
  ...memory,
  place,
  skipped: memory.skipped + skipped.unusable + skipped.damaged + skipped.orphaned,
});
