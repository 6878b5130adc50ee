import type { SiteMarks } from './site-fold.ts';

/** Fleet-wide counts, kept up to date by what changed: no event counts all sites. */
export interface FleetTotals {
  readonly counted: number;
  readonly pending: number;
  readonly silent: number;
  readonly live: number;
  readonly ahead: number;
  readonly behind: number;
}

export const NO_TOTALS: FleetTotals = { counted: 0, pending: 0, silent: 0, live: 0, ahead: 0, behind: 0 };

const one = (is: boolean): number => (is ? 1 : 0);

const change = (before: boolean | undefined, after: boolean | undefined): number =>
  one(after === true) - one(before === true);

/** The counts after one site changed its marks; undefined: the site was not there, or is gone. */
export const withMarks = (
  totals: FleetTotals,
  before: SiteMarks | undefined,
  after: SiteMarks | undefined,
): FleetTotals => {
  if (before === after) return totals;
  return {
    counted: totals.counted + change(before?.counted, after?.counted),
    pending: totals.pending + change(before?.pending, after?.pending),
    silent: totals.silent + change(before?.silent, after?.silent),
    live: totals.live + change(before?.live, after?.live),
    ahead: totals.ahead + change(before && before.skew > 0, after && after.skew > 0),
    behind: totals.behind + change(before && before.skew < 0, after && after.skew < 0),
  };
};
