import type { SiteStatus } from './model/status.ts';

/*
 * How many sites stood in each status over the last 24 hours: one slot of five minutes each, which keeps its worst moment,
 * so that a short outage is not averaged away.
 */

export const SLOT_MS = 300_000;
export const SERIES_KEPT_MS = 86_400_000;

export type StatusCounts = Readonly<Record<SiteStatus, number>>;

export interface StatusSlot {
  /** Its first moment by the fleet's clock, a multiple of SLOT_MS. */
  readonly ts: number;
  readonly counts: StatusCounts;
}

/** Start of the slot that a moment lies in. */
export const slotAt = (ts: number): number => Math.floor(ts / SLOT_MS) * SLOT_MS;

/** Sites in trouble that is theirs. Unknown ones are not among them: just after a start no site is known, and that is us. */
export const troubledIn = ({ offline, err, warn }: StatusCounts): number => offline + err + warn;

/** The worse moment of two: more sites in trouble, then more offline, then in error, then unknown. Of equal ones the first. */
export const worseOf = (a: StatusCounts, b: StatusCounts): StatusCounts => {
  const steps = [troubledIn(b) - troubledIn(a), b.offline - a.offline, b.err - a.err, b.unknown - a.unknown];
  return (steps.find((step) => step !== 0) ?? 0) > 0 ? b : a;
};
