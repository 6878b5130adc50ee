import { TABLE_NAMES, type FleetDelta, type FleetTables, type TableName } from '../../fleet/delta.ts';

type RecordOf<T extends TableName> = FleetTables[T][string];

/**
 * The newest record per key of what changed, undefined where it went away. Of many changes to one record only the last
 * stays, so memory is bounded by the number of records whatever their rate. What the receiver knows decides later whether a
 * record counts as added or updated.
 */
export type Changes = { readonly [T in TableName]: Map<string, RecordOf<T> | undefined> };

export const emptyChanges = (): Changes => ({
  sites: new Map(),
  alerts: new Map(),
  hubs: new Map(),
  notices: new Map(),
  counters: new Map(),
});

export const countChanges = (changes: Changes): number => TABLE_NAMES.reduce((sum, name) => sum + changes[name].size, 0);

const addTable = <T extends TableName>(changes: Changes, name: T, delta: FleetDelta[T]): void => {
  if (delta === undefined) return;
  const table = changes[name] as Map<string, RecordOf<T> | undefined>;
  for (const key in delta.added) table.set(key, delta.added[key] as RecordOf<T>);
  for (const key in delta.updated) table.set(key, delta.updated[key] as RecordOf<T>);
  for (const key of delta.removed) table.set(key, undefined);
};

/** Adds the changes of one event. */
export const addDelta = (changes: Changes, delta: FleetDelta): void => {
  for (const name of TABLE_NAMES) addTable(changes, name, delta[name]);
};

/** Adds the changes of one batch to those that wait. */
export const mergeChanges = (into: Changes, from: Changes): void => {
  for (const name of TABLE_NAMES) {
    const table = into[name] as Map<string, unknown>;
    for (const [key, record] of from[name]) table.set(key, record);
  }
};

/** All records of the tables as changes. */
export const changesOf = (tables: FleetTables): Changes => {
  const changes = emptyChanges();
  for (const name of TABLE_NAMES) {
    const table = changes[name] as Map<string, unknown>;
    for (const key in tables[name]) table.set(key, tables[name][key]);
  }
  return changes;
};
