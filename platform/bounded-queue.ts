/** What happens to an item that finds the queue full: the oldest leaves, or the new one is refused. */
export type DropPolicy = 'drop-oldest' | 'drop-newest';

export interface BoundedQueue<T> {
  readonly size: number;
  /** How many items were dropped since creation; the owner shows it. */
  readonly dropped: number;
  /** False when an item was dropped by this push. */
  push(item: T): boolean;
  shift(): T | undefined;
  /** The items, oldest first. */
  items(): readonly T[];
  clear(): void;
}

/** A ring of at most `bound` items; push and shift cost the same at any size. */
export const createBoundedQueue = <T>(bound: number, policy: DropPolicy): BoundedQueue<T> => {
  if (!Number.isInteger(bound) || bound < 1) throw new Error('a queue needs a bound of at least 1');
  const ring: (T | undefined)[] = [];
  let head = 0;
  let size = 0;
  let dropped = 0;
  const shift = (): T | undefined => {
    if (size === 0) return undefined;
    const item = ring[head];
    ring[head] = undefined;
    head = (head + 1) % bound;
    size -= 1;
    return item;
  };
  const push = (item: T): boolean => {
    const full = size === bound;
    if (full) {
      dropped += 1;
      if (policy === 'drop-newest') return false;
      shift();
    }
    ring[(head + size) % bound] = item;
    size += 1;
    return !full;
  };
  return {
    get size() {
      return size;
    },
    get dropped() {
      return dropped;
    },
    push,
    shift,
    items: () => Array.from({ length: size }, (_, index) => ring[(head + index) % bound] as T),
    clear: () => {
      ring.length = 0;
      head = 0;
      size = 0;
    },
  };
};
