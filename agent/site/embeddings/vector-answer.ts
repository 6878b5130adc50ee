import { Type } from 'typebox';
import type { Static } from 'typebox';
import { lazyCheck } from '../../../fleet/validator.ts';
import { EventEmbedding } from '../../../fleet/wire/event-embedding.ts';
import { counter, label, nvrId, number } from '../../../fleet/wire/parts.ts';
import { checkedJson } from '../checked-json.ts';
import { VECTOR_FAULTS } from './vector-database.ts';

/*
 * What the agent asks the process that reads a Frigate's database, and what that answers.
 */

/** Ids of vectors told last; enough to tell what stands in a table that was built anew. */
export const TOLD_MAX = 256;

const Anchor = Type.Object({ row: counter('Row.'), id: Type.String({ maxLength: 128 }) });

/** How far a table of vectors was read. Rows are numbered as they come and never twice, until the table is built anew. */
export const Place = Type.Object({ row: counter('Read up to this row.'), anchors: Type.Array(Anchor, { maxItems: 2, description: 'Rows that stood there.' }) });
export type Place = Static<typeof Place>;

export const VectorAsk = Type.Object({
  path: Type.String({ maxLength: 400 }),
  nvr: nvrId('The NVR.'),
  /** Missing: begin at the end. */
  place: Type.Optional(Place),
  /** Only objects that came later, Frigate's epoch seconds. */
  sinceS: number(0, 1e12, 'Begin.'),
  told: Type.Array(Type.String({ maxLength: 128 }), { maxItems: TOLD_MAX }),
});
export type VectorAsk = Static<typeof VectorAsk>;

/** Rows that were left out, by reason. */
const Skipped = Type.Object({
  unusable: counter('Zero, NaN or infinite.'),
  damaged: counter('Not where the table says, or of no possible size.'),
  orphaned: counter('Of no event.'),
});
export type Skipped = Static<typeof Skipped>;

const { dims, scale, items } = EventEmbedding.properties;

const Read = Type.Object({
  ok: Type.Literal(true),
  place: Place,
  /** The table is another one than at the place: nothing was read. */
  rebuilt: Type.Boolean(),
  /** There is more to read at once. */
  more: Type.Boolean(),
  /** Frigate's epoch seconds of the newest object; only where no place was given. */
  newestS: Type.Optional(number(0, 1e12, 'Newest.')),
  skipped: Skipped,
  batch: Type.Optional(Type.Object({ dims, scale, items })),
});
export type VectorRead = Static<typeof Read>;
export type VectorBatch = NonNullable<VectorRead['batch']>;

const Failed = Type.Object({ ok: Type.Literal(false), fault: Type.Enum([...VECTOR_FAULTS]), detail: label(300, 'For the log.') });

export type VectorAnswer = VectorRead | Static<typeof Failed>;

export const parseAsk = checkedJson<VectorAsk>(lazyCheck(VectorAsk));

export const parseAnswer = checkedJson<VectorAnswer>(lazyCheck(Type.Union([Read, Failed])));
