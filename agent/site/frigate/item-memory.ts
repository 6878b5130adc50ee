import type { StoredClosed } from './frigate-memory.ts';
import type { ClosedItem, OpenItems, Seen } from './open-items.ts';
import type { FrigateItem } from './review-payload.ts';

/*
 * Open and closed items to and from what is stored: ages instead of monotonic times, which end with the process.
 */

/** Closed ids are stored as long as a question to Frigate may bring them up again, with a wide margin. */
const CLOSED_KEPT_MS = 15 * 60_000;
const CLOSED_MAX = 1_000;

export interface StoredItems<T> {
  readonly open: (T & { readonly ageMs: number })[];
  readonly closed: StoredClosed[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** What is stored of items at `monoMs`. */
export const storedItems = <T extends FrigateItem>({ open, closed }: OpenItems<T>, monoMs: number): StoredItems<Mutable<T>> => ({
  open: Array.from(open.values(), ({ seenMonoMs, ...item }) => ({ ...(item as unknown as Mutable<T>), ageMs: Math.max(0, monoMs - seenMonoMs) })),
  closed: Array.from(closed, ([id, one]) => ({
    id,
    ageMs: Math.max(0, monoMs - one.monoMs),
    essence: one.essence,
    ...(one.abandoned ? { abandoned: true } : {}),
  }))
    .filter(({ ageMs, abandoned }) => abandoned || ageMs < CLOSED_KEPT_MS)
    .slice(-CLOSED_MAX),
});

/** Items as they were; their time goes on from `monoMs`, as if nothing had passed since. */
export const restoredItems = <T extends FrigateItem>(stored: { readonly open: readonly (T & { readonly ageMs: number })[]; readonly closed: readonly StoredClosed[] }, monoMs: number): OpenItems<T> => ({
  open: new Map(stored.open.map(({ ageMs, ...item }) => [item.id, { ...(item as unknown as T), seenMonoMs: monoMs - ageMs } as Seen<T>])),
  closed: new Map(stored.closed.map(({ id, ageMs, ...one }): [string, ClosedItem] => [id, { ...one, monoMs: monoMs - ageMs }])),
});
