import { emptyShardMap, shardDelete, shardEntries, shardGet, shardSet } from '../shard-map.ts';
import type { ShardMap } from '../shard-map.ts';
import type { SiteId } from '../ids.ts';

/*
 * When to look at which site again: sites in buckets of one second of monotonic time. A tick costs the buckets that have
 * passed and the sites in them, whatever the size of the fleet. A site may stand in several buckets; its own `dueMono`
 * tells which one is meant, the others are skipped.
 */

const BUCKET_MS = 1_000;
/** After a longer jump it is cheaper to look through all buckets than to walk every second. */
const WALK_MAX = 4_000;

interface Queued {
  readonly site: SiteId;
  readonly next: Queued | undefined;
}

export interface DueWheel {
  readonly buckets: ShardMap<Queued>;
  /** Everything up to this bucket has been taken. */
  readonly taken: number;
}

export const emptyDueWheel = (monoMs: number): DueWheel => ({
  buckets: emptyShardMap(),
  taken: Math.floor(monoMs / BUCKET_MS),
});

/** `dueMono` is rounded up to the next whole second; a time that has passed is due at the next tick. */
export const addDue = (wheel: DueWheel, site: SiteId, dueMono: number): DueWheel => {
  const key = String(Math.max(Math.ceil(dueMono / BUCKET_MS), wheel.taken + 1));
  return { ...wheel, buckets: shardSet(wheel.buckets, key, { site, next: shardGet(wheel.buckets, key) }) };
};

const passedBuckets = (wheel: DueWheel, last: number): string[] => {
  const passed: string[] = [];
  if (last - wheel.taken <= WALK_MAX) {
    for (let bucket = wheel.taken + 1; bucket <= last; bucket += 1) passed.push(String(bucket));
    return passed;
  }
  for (const [key] of shardEntries(wheel.buckets)) if (Number(key) <= last) passed.push(key);
  return passed;
};

/** The sites of every bucket up to `monoMs`, each once, and the wheel without them. */
export const takeDue = (
  wheel: DueWheel,
  monoMs: number,
): { readonly wheel: DueWheel; readonly sites: ReadonlySet<SiteId> } => {
  const last = Math.floor(monoMs / BUCKET_MS);
  const sites = new Set<SiteId>();
  if (last <= wheel.taken) return { wheel, sites };
  let { buckets } = wheel;
  for (const key of passedBuckets(wheel, last)) {
    let queued = shardGet(buckets, key);
    if (queued === undefined) continue;
    buckets = shardDelete(buckets, key);
    for (; queued !== undefined; queued = queued.next) sites.add(queued.site);
  }
  return { wheel: { buckets, taken: last }, sites };
};
