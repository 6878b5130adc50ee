import type { TableDelta } from './delta.ts';
import { sameValue } from './same-value.ts';

const NOTHING: TableDelta<never> = { added: {}, updated: {}, removed: [] };

/** True where nothing changed. */
export const isEmptyTableDelta = ({ added, updated, removed }: TableDelta<unknown>): boolean => {
  if (removed.length > 0) return false;
  for (const _ in added) return false;
  for (const _ in updated) return false;
  return true;
};

/** The changes that lead from one table to another; records are compared by value. */
export const diffRecords = <R>(
  before: Readonly<Record<string, R>>,
  after: Readonly<Record<string, R>>,
): TableDelta<R> => {
  if (before === after) return NOTHING;
  const added: Record<string, R> = {};
  const updated: Record<string, R> = {};
  const removed: string[] = [];
  for (const [key, record] of Object.entries(after)) {
    const known = before[key];
    if (known === undefined) added[key] = record;
    else if (!sameValue(known, record)) updated[key] = record;
  }
  for (const key of Object.keys(before)) if (after[key] === undefined) removed.push(key);
  return { added, updated, removed };
};
