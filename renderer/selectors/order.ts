/** Above this share of a list one pass over it is cheaper than to look up each key. */
const ONE_PASS_SHARE = 0.1;

type Compare<K> = (a: K, b: K) => number;

/**
 * Keeps a sorted list of keys sorted after some records changed, at the cost of looking up what changed.
 * The same array comes back when nothing moved, so that views which show it need not draw again.
 * `left`: keys of the list whose place or membership may have changed, which stood in it by `before`. `kept`: keys of those,
 * and new ones, that belong to it now, by `after`.
 */
export function mergeOrder<K extends string>(
  order: readonly K[],
  left: readonly K[],
  kept: readonly K[],
  before: Compare<K>,
  after: Compare<K>,
): readonly K[] {
  if (left.length === 0 && kept.length === 0) return order;
  const result = withKeys(withoutKeys(order, left, before), [...kept].sort(after), after);
  return sameKeys(order, result) ? order : result;
}

function withoutKeys<K extends string>(order: readonly K[], keys: readonly K[], compare: Compare<K>): readonly K[] {
  if (keys.length > order.length * ONE_PASS_SHARE) {
    const gone = new Set(keys);
    return order.filter((key) => !gone.has(key));
  }
  const places = keys.map((key) => placeOf(order, key, compare)).sort((a, b) => a - b);
  const rest: K[] = [];
  let next = 0;
  for (let at = 0; at < order.length; at += 1) {
    if (at === places[next]) next += 1;
    else rest.push(order[at]!);
  }
  return rest;
}

/** `incoming` is sorted. */
function withKeys<K>(order: readonly K[], incoming: readonly K[], compare: Compare<K>): readonly K[] {
  const result: K[] = [];
  let from = 0;
  for (const key of incoming) {
    const place = placeOf(order, key, compare, from);
    while (from < place) result.push(order[from++]!);
    result.push(key);
  }
  while (from < order.length) result.push(order[from++]!);
  return result;
}

/** Where the key stands, or would: the first place from `from` on that is not before it. */
function placeOf<K>(order: readonly K[], key: K, compare: Compare<K>, from = 0): number {
  let [low, high] = [from, order.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(order[middle]!, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
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
