import type { FleetDelta, FleetTables, TableDelta } from './delta.ts';
import { TABLE_NAMES } from './delta.ts';

const applyTable = <R>(
  records: Readonly<Record<string, R>>,
  { added, updated, removed }: TableDelta<R>,
): Readonly<Record<string, R>> => {
  const next: Record<string, R> = { ...records, ...added, ...updated };
  for (const key of removed) delete next[key];
  return next;
};

/** The tables after a delta: apply(before, delta) = after. Tables without change stay the same objects. */
export const applyDelta = (tables: FleetTables, delta: FleetDelta): FleetTables => {
  const next: Record<string, unknown> = { ...tables };
  for (const name of TABLE_NAMES) {
    const change = delta[name] as TableDelta<unknown> | undefined;
    if (change !== undefined) next[name] = applyTable(tables[name] as Readonly<Record<string, unknown>>, change);
  }
  return next as unknown as FleetTables;
};
