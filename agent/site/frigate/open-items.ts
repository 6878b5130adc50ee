import type { FrigateItem } from './review-payload.ts';

/*
 * Which items of Frigate are open. Frigate says nothing while the broker is away and no `end` when it is stopped: an end
 * may come first, or never (contract §10).
 */

export type Seen<T> = T & { readonly seenMonoMs: number };

export interface ClosedItem {
  /** When it was closed, or something was learned of it since. */
  readonly monoMs: number;
  /** What was told of it, in short: another one later is a fact. Empty: not known. */
  readonly essence: string;
  /** Frigate itself still calls it open: never to be forgotten, else it would begin anew. */
  readonly abandoned?: boolean;
}

export interface OpenItems<T extends FrigateItem> {
  /** Last known state of each open item, oldest first. */
  readonly open: ReadonlyMap<string, Seen<T>>;
  /** Ids that are closed, oldest first: nothing reopens them. */
  readonly closed: ReadonlyMap<string, ClosedItem>;
}

/** What an item's message means: `facts` is something learned after the end. */
export type ItemMeaning = 'start' | 'end' | 'facts' | 'none';

export interface ItemStep<T extends FrigateItem> {
  readonly items: OpenItems<T>;
  readonly meaning: ItemMeaning;
  /** The oldest of too many open items: closed without an end. */
  readonly evicted?: T;
}

const OPEN_MAX = 500;
const CLOSED_MAX = 2_000;

export const emptyItems = <T extends FrigateItem>(): OpenItems<T> => ({ open: new Map(), closed: new Map() });

const withClosed = (closed: ReadonlyMap<string, ClosedItem>, id: string, item: ClosedItem): ReadonlyMap<string, ClosedItem> => {
  const next = new Map(closed).set(id, item);
  const oldest = next.keys().next().value;
  if (next.size > CLOSED_MAX && oldest !== undefined) next.delete(oldest);
  return next;
};

/** Closes an item that HTTP says has ended, or that Frigate no longer knows. */
export const closeItem = <T extends FrigateItem>(items: OpenItems<T>, id: string, closed: ClosedItem = { monoMs: 0, essence: '' }): OpenItems<T> => {
  const open = new Map(items.open);
  open.delete(id);
  return { open, closed: withClosed(items.closed, id, closed) };
};

const learn = <T extends FrigateItem>(items: OpenItems<T>, item: T, known: ClosedItem, monoMs: number, essence: string): ItemStep<T> => {
  if (essence === '' && item.phase === 'genai') return { items, meaning: 'facts' };
  if (known.essence === essence) return { items, meaning: 'none' };
  const closed = new Map(items.closed).set(item.id, { ...known, monoMs, essence });
  // Of an item whose essence was lost with a restart nothing can be told to be new.
  return { items: { ...items, closed }, meaning: known.essence === '' ? 'none' : 'facts' };
};

const begin = <T extends FrigateItem>(items: OpenItems<T>, item: T, monoMs: number): ItemStep<T> => {
  const known = items.open.get(item.id);
  const open = new Map(items.open).set(item.id, { ...item, seenMonoMs: known?.seenMonoMs ?? monoMs });
  const next = { ...items, open };
  const meaning = known ? 'none' : 'start';
  const oldest = open.values().next().value;
  if (open.size <= OPEN_MAX || oldest === undefined) return { items: next, meaning };
  return { items: closeItem(next, oldest.id, { monoMs, essence: '', abandoned: true }), meaning, evicted: oldest };
};

/**
 * One message about an item, or one row of Frigate's database. An end that comes first closes the item for good; a start
 * or update after it means nothing. Of more than 500 open items the oldest counts as closed. `essence` is what was told of
 * the item in short: another one after the end is a fact.
 */
export const addItem = <T extends FrigateItem>(items: OpenItems<T>, item: T, monoMs: number, essence = ''): ItemStep<T> => {
  const closed = items.closed.get(item.id);
  if (closed) return item.phase === 'genai' || item.phase === 'end' ? learn(items, item, closed, monoMs, essence) : { items, meaning: 'none' };
  if (item.phase === 'genai') return { items, meaning: 'none' };
  if (item.phase === 'end') return { items: closeItem(items, item.id, { monoMs, essence }), meaning: 'end' };
  return begin(items, item, monoMs);
};

/** Items open for longer than `maxAgeMs`: to be asked for over HTTP (`/api/events`, `/api/review`) and closed. */
export const overdueItems = <T extends FrigateItem>(items: OpenItems<T>, monoMs: number, maxAgeMs: number): readonly T[] =>
  [...items.open.values()].filter(({ seenMonoMs }) => monoMs - seenMonoMs > maxAgeMs);
