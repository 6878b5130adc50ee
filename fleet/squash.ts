import type { FleetDelta, TableDelta, TableName } from './delta.ts';
import { TABLE_NAMES } from './delta.ts';
import { isEmptyTableDelta } from './diff.ts';

export const isEmptyDelta = (delta: FleetDelta): boolean => TABLE_NAMES.every((name) => delta[name] === undefined);

interface Working {
  readonly added: Map<string, unknown>;
  readonly updated: Map<string, unknown>;
  readonly removed: Set<string>;
}

/** A record that was removed and comes back was there at the start: it is updated, not added. */
const add = (into: Working, key: string, record: unknown): void => {
  if (into.removed.delete(key)) into.updated.set(key, record);
  else into.added.set(key, record);
};

const update = (into: Working, key: string, record: unknown): void => {
  if (into.added.has(key)) into.added.set(key, record);
  else into.updated.set(key, record);
};

/** A record that was added within the run and is gone at its end was never there. */
const remove = (into: Working, key: string): void => {
  if (into.added.delete(key)) return;
  into.updated.delete(key);
  into.removed.add(key);
};

const addTable = (into: Working, delta: TableDelta<unknown>): void => {
  for (const key in delta.added) add(into, key, delta.added[key]);
  for (const key in delta.updated) update(into, key, delta.updated[key]);
  for (const key of delta.removed) remove(into, key);
};

const squashTable = (deltas: readonly TableDelta<unknown>[]): TableDelta<unknown> => {
  const [only] = deltas;
  if (only !== undefined && deltas.length === 1) return only;
  const into: Working = { added: new Map(), updated: new Map(), removed: new Set() };
  for (const delta of deltas) addTable(into, delta);
  return {
    added: Object.fromEntries(into.added),
    updated: Object.fromEntries(into.updated),
    removed: [...into.removed],
  };
};

/** One delta that does what a run of deltas does, in order. Costs the run once: fold a batch with this, not pair by pair. */
export const squashAll = (deltas: readonly FleetDelta[]): FleetDelta => {
  const squashed: Partial<Record<TableName, TableDelta<unknown>>> = {};
  for (const name of TABLE_NAMES) {
    const changes = deltas.flatMap((delta) => (delta[name] as TableDelta<unknown> | undefined) ?? []);
    const table = squashTable(changes);
    if (changes.length > 0 && !isEmptyTableDelta(table)) squashed[name] = table;
  }
  return squashed as FleetDelta;
};

export const squashDeltas = (a: FleetDelta, b: FleetDelta): FleetDelta => squashAll([a, b]);
