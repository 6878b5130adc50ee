import { monotonicFactory } from 'ulid';
import type { Random } from './random.ts';

/** ULIDs from seeded chance: the same story has the same ids. The argument is the wall time of the alert's opening. */
export const createUlids = (random: Random): ((wallTs: number) => string) => {
  const next = monotonicFactory(() => random.next());
  return (wallTs) => next(Math.max(0, Math.round(wallTs)));
};
