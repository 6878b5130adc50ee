/**
 * Keeps a sorted list of keys sorted after some records changed, at the cost of one pass and of sorting what changed.
 * The same array comes back when nothing moved, so that views which show it need not draw again.
 * `moved`: every key whose place or membership may have changed. `kept`: those of them that belong to the list now.
 */
export function mergeOrder<K extends string>(
  order: readonly K[],
  moved: ReadonlySet<K>,
  kept: readonly K[],
  compare: (a: K, b: K) => number,
): readonly K[] {
  if (moved.size === 0) return order;
  const incoming = [...kept].sort(compare);
  const result: K[] = [];
  let next = 0;
  for (const key of order) {
    if (moved.has(key)) continue;
    while (next < incoming.length && compare(incoming[next]!, key) < 0) result.push(incoming[next++]!);
    result.push(key);
  }
  while (next < incoming.length) result.push(incoming[next++]!);
  return sameKeys(order, result) ? order : result;
}

function sameKeys<K>(a: readonly K[], b: readonly K[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/**
 * The order to show while a pointer rests on the list: rows keep their places, also those that are over meanwhile, and new
 * ones come last. Re-sorting under the pointer would make an operator click the wrong site.
 */
export function heldOrder<K>(shown: readonly K[], wanted: readonly K[]): readonly K[] {
  const known = new Set(shown);
  const added = wanted.filter((key) => !known.has(key));
  return added.length === 0 ? shown : [...shown, ...added];
}

/** What somebody has seen of a list, and what came since. */
export interface Unseen<K> {
  readonly seen: readonly K[];
  readonly unseen: readonly K[];
}

/** While `away` (the list is held, or scrolled from its head) what comes is not seen; otherwise all of it is. */
export function unseenOf<K>(before: Unseen<K>, now: readonly K[], away: boolean): Unseen<K> {
  const known = new Set(before.seen);
  const unseen = away ? now.filter((key) => !known.has(key)) : [];
  const seen = away ? before.seen : now;
  return seen === before.seen && sameKeys(unseen, before.unseen) ? before : { seen, unseen };
}
