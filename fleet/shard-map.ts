/*
 * A persistent map from string to value: changing one entry copies two small arrays and one bucket, never the map. So one
 * event at 10,000 sites costs what it costs at 1,000, and every older state stays as it was (reduce is pure).
 */

const WIDTH_BITS = 6;
const WIDTH = 1 << WIDTH_BITS;
const MASK = WIDTH - 1;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

interface Entry<V> {
  readonly key: string;
  readonly value: V;
}
type Bucket<V> = readonly Entry<V>[];
type Shard<V> = readonly (Bucket<V> | undefined)[];

/** Opaque: use the functions of this file. */
export interface ShardMap<V> {
  readonly size: number;
  readonly shards: readonly (Shard<V> | undefined)[];
}

const EMPTY: ShardMap<never> = { size: 0, shards: [] };

export const emptyShardMap = <V>(): ShardMap<V> => EMPTY;

/** FNV-1a over UTF-16 code units, folded so that the low bits depend on all characters. */
const hashOf = (key: string): number => {
  let hash = FNV_OFFSET;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), FNV_PRIME);
  return (hash ^ (hash >>> 15)) >>> 0;
};

const bucketAt = <V>(map: ShardMap<V>, hash: number): Bucket<V> | undefined =>
  map.shards[hash & MASK]?.[(hash >>> WIDTH_BITS) & MASK];

export const shardGet = <V>(map: ShardMap<V>, key: string): V | undefined => {
  if (map.size === 0) return undefined;
  const bucket = bucketAt(map, hashOf(key));
  if (bucket === undefined) return undefined;
  for (const entry of bucket) if (entry.key === key) return entry.value;
  return undefined;
};

export const shardHas = <V>(map: ShardMap<V>, key: string): boolean => shardGet(map, key) !== undefined;

/** Arrays that one run of changes has made itself: nobody else has seen them, so the run may change them in place. */
export type OwnArrays = Set<readonly unknown[]>;

const editable = <T>(array: readonly T[] | undefined, own: OwnArrays | undefined): T[] => {
  if (array !== undefined && own?.has(array) === true) return array as T[];
  const copy = array?.length === WIDTH ? array.slice() : new Array<T>(WIDTH).fill(undefined as T);
  own?.add(copy);
  return copy;
};

const withBucket = <V>(map: ShardMap<V>, hash: number, bucket: Bucket<V>, size: number, own?: OwnArrays): ShardMap<V> => {
  const outer = hash & MASK;
  const shards = editable(map.shards, own);
  const shard = editable(shards[outer], own);
  shard[(hash >>> WIDTH_BITS) & MASK] = bucket.length === 0 ? undefined : bucket;
  shards[outer] = shard;
  return { size, shards };
};

/**
 * The map with this entry; `value` must not be undefined. The same map where the value is already there. With `own`, maps
 * of the same run are used up: only the answer may be read on.
 */
export const shardSet = <V>(map: ShardMap<V>, key: string, value: V, own?: OwnArrays): ShardMap<V> => {
  const hash = hashOf(key);
  const bucket = bucketAt(map, hash) ?? [];
  const index = bucket.findIndex((entry) => entry.key === key);
  if (index < 0) return withBucket(map, hash, [...bucket, { key, value }], map.size + 1, own);
  if (bucket[index]?.value === value) return map;
  const changed = bucket.slice();
  changed[index] = { key, value };
  return withBucket(map, hash, changed, map.size, own);
};

export const shardDelete = <V>(map: ShardMap<V>, key: string, own?: OwnArrays): ShardMap<V> => {
  if (map.size === 0) return map;
  const hash = hashOf(key);
  const bucket = bucketAt(map, hash);
  if (bucket === undefined) return map;
  const rest = bucket.filter((entry) => entry.key !== key);
  return rest.length === bucket.length ? map : withBucket(map, hash, rest, map.size - 1, own);
};

/** Every entry, in an order that depends on the keys only. Costs the whole map: for snapshots and fleet-wide changes. */
export function* shardEntries<V>(map: ShardMap<V>): Generator<readonly [string, V]> {
  for (const shard of map.shards) {
    if (shard === undefined) continue;
    for (const bucket of shard) {
      if (bucket === undefined) continue;
      for (const { key, value } of bucket) yield [key, value];
    }
  }
}
