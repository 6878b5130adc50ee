import type { CounterId } from '../counter-reason.ts';
import { shardGet, shardHas, shardSet } from '../shard-map.ts';
import type { ShardMap } from '../shard-map.ts';
import type { CounterRecord } from '../model/notice.ts';
import type { Draft } from './draft.ts';

/** Counters by site are kept one by one up to this many; after that a reason sums up under `reason:*`. */
export const COUNTERS_MAX = 600;
/** Counters without a site have a small closed set of names; the bound is for what other rooms invent. */
const PLAIN_MAX = COUNTERS_MAX + 200;

const countedId = (counters: ShardMap<CounterRecord>, id: string): string => {
  if (counters.size < COUNTERS_MAX || shardHas(counters, id)) return id;
  const colon = id.lastIndexOf(':');
  if (colon >= 0) return `${id.slice(0, colon)}:*`;
  return counters.size >= PLAIN_MAX ? 'other' : id;
};

/** Adds to a counter. Everything dropped is counted (contract §7). */
export const count = (draft: Draft, id: CounterId): void => countNamed(draft, id, 1);

/** For what other rooms count; they name it by themselves. */
export const countNamed = (draft: Draft, id: string, n: number): void => {
  const name = countedId(draft.counters, id);
  const known = shardGet(draft.counters, name);
  draft.counters = shardSet(draft.counters, name, { id: name, n: (known?.n ?? 0) + n, lastTs: draft.at.wallTs });
  draft.countersTouched.add(name);
};
