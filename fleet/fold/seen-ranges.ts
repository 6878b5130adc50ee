import { REMEMBER_MS } from '../alert-clock.ts';

/*
 * Which events of a site have come, as ranges of `seq` by boot, not as rows (contract §3). `seq` of events goes on over
 * boots; a boot that starts below the one before began anew (a re-install).
 */

export type SeqRange = readonly [from: number, to: number];

interface BootEvents {
  readonly boot: number;
  /** Sorted, apart from each other by at least one missing `seq`. */
  readonly ranges: readonly SeqRange[];
  readonly ts: number;
}

export interface EventsSeen {
  /** Sorted by boot. */
  readonly boots: readonly BootEvents[];
  /** The list of open alerts stands for every event up to this (`boot`, `seq`). */
  readonly listed?: readonly [boot: number, seq: number];
}

/** Bounds on what a hostile site can make us remember; the oldest goes first. */
const BOOTS_MAX = 32;
const RANGES_MAX = 64;

const contains = (ranges: readonly SeqRange[], seq: number): boolean =>
  ranges.some(([from, to]) => from <= seq && seq <= to);

/** Most events are the next one: extend the last range, else insert and join. */
const withSeq = (ranges: readonly SeqRange[], seq: number): readonly SeqRange[] => {
  const last = ranges.at(-1);
  if (last !== undefined && seq === last[1] + 1) return [...ranges.slice(0, -1), [last[0], seq]];
  const joined: SeqRange[] = [];
  for (const range of [...ranges, [seq, seq] as const].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1);
    if (before !== undefined && range[0] <= before[1] + 1)
      joined[joined.length - 1] = [before[0], Math.max(before[1], range[1])];
    else joined.push(range);
  }
  return joined.slice(-RANGES_MAX);
};

/** The event noted, or undefined where it is a copy (contract §3: dropped by site, boot and seq). */
export const withEvent = (seen: EventsSeen, boot: number, seq: number, rxTs: number): EventsSeen | undefined => {
  const known = seen.boots.find((entry) => entry.boot === boot);
  if (known !== undefined && contains(known.ranges, seq)) return undefined;
  const changed = { boot, ranges: withSeq(known?.ranges ?? [], seq), ts: rxTs };
  const others = seen.boots.filter((entry) => entry.boot !== boot && rxTs - entry.ts < REMEMBER_MS);
  const boots = [...others, changed].sort((a, b) => a.boot - b.boot).slice(-BOOTS_MAX);
  return { ...seen, boots };
};

/** A list of open alerts covers everything up to (`boot`, `event_seq`): gaps below are healed. */
export const withList = (seen: EventsSeen, boot: number, seq: number): EventsSeen => {
  const { listed } = seen;
  if (listed !== undefined && (boot < listed[0] || (boot === listed[0] && seq <= listed[1]))) return seen;
  return { ...seen, listed: [boot, seq] };
};

const isListed = ({ listed }: EventsSeen, boot: number, seq: number): boolean =>
  listed !== undefined && (boot < listed[0] || (boot === listed[0] && seq <= listed[1]));

/**
 * True while events are missing that neither came later nor are covered by the list (contract §3: shown and healed).
 * `isApart`: boots of another installation, whose `seq` is a row of its own.
 */
export const hasGap = (seen: EventsSeen, isApart: (boot: number) => boolean): boolean => {
  const [first] = seen.boots;
  if (seen.boots.length < 2 && (first?.ranges.length ?? 0) < 2) return false;
  let before: number | undefined;
  for (const { boot, ranges } of seen.boots) {
    if (isApart(boot)) continue;
    for (const [from, to] of ranges) {
      const missing = before !== undefined && from > before + 1;
      if (missing && !isListed(seen, boot, from - 1)) return true;
      before = to;
    }
  }
  return false;
};
