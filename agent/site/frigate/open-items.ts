import type { FrigateItem } from './review-payload.ts';

/*
 * Which items of Frigate are open. Frigate says nothing while the broker is away and no `end` when it is stopped: an end
 * may come first, or never (contract §10).
 */

export interface OpenItems<T extends FrigateItem> {
  /** Last known state of each open item, oldest first. */
  readonly open: ReadonlyMap<string, T & { readonly seenMonoMs: number }>;
  /** Ids that are closed, oldest first: nothing reopens them. */
  readonly closed: ReadonlySet<string>;
}

/** What an item's message means: `facts` is something learned after the end. */
export type ItemMeaning = 'start' | 'end' | 'facts' | 'none';

const OPEN_MAX = 500;
const CLOSED_MAX = 2_000;

export const emptyItems = <T extends FrigateItem>(): OpenItems<T> => ({ open: new Map(), closed: new Set() });

const withClosed = (closed: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(closed).add(id);
  const oldest = next.values().next().value;
  if (next.size > CLOSED_MAX && oldest !== undefined) next.delete(oldest);
  return next;
};

const close = <T extends FrigateItem>({ open, closed }: OpenItems<T>, id: string): OpenItems<T> => {
  const next = new Map(open);
  next.delete(id);
  return { open: next, closed: withClosed(closed, id) };
};

/**
 * One message about an item. An end that comes first closes the item for good; a start or update after it means nothing.
 * Of more than 500 open items the oldest counts as closed.
 */
export const addItem = <T extends FrigateItem>(
  items: OpenItems<T>,
  item: T,
  monoMs: number,
): { readonly items: OpenItems<T>; readonly meaning: ItemMeaning } => {
  const isClosed = items.closed.has(item.id);
  if (item.phase === 'genai') return { items, meaning: isClosed ? 'facts' : 'none' };
  if (isClosed) return { items, meaning: 'none' };
  if (item.phase === 'end') return { items: close(items, item.id), meaning: 'end' };
  const isNew = !items.open.has(item.id);
  const open = new Map(items.open).set(item.id, { ...item, seenMonoMs: items.open.get(item.id)?.seenMonoMs ?? monoMs });
  const oldest = open.keys().next().value;
  const next = { open, closed: items.closed };
  const bounded = open.size > OPEN_MAX && oldest !== undefined ? close(next, oldest) : next;
  return { items: bounded, meaning: isNew ? 'start' : 'none' };
};

/** Items open for longer than `maxAgeMs`: to be asked for over HTTP (`/api/events`, `/api/review`) and closed. */
export const overdueItems = <T extends FrigateItem>(items: OpenItems<T>, monoMs: number, maxAgeMs: number): readonly T[] =>
  [...items.open.values()].filter(({ seenMonoMs }) => monoMs - seenMonoMs > maxAgeMs);

/** Closes an item that HTTP says has ended, or that Frigate no longer knows. */
export const closeItem = close;
