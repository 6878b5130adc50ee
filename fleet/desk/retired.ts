import type { DeskSite } from '../wire/desk-site.ts';
import type { AdoptionAuthor } from './adoption.ts';
import { nextLamport } from './last-writer.ts';

/** Boots of a replaced or re-installed router, both ends included (contract §3). */
export interface RetiredBoots {
  readonly from: number;
  readonly to: number;
}

/** True where states of this boot are dropped and counted (contract §3 "Replaced or re-installed router"). */
export const isRetired = (document: DeskSite | undefined, boot: number): boolean =>
  document?.retired?.some(({ from, to }) => from <= boot && boot <= to) ?? false;

/** Ranges with one more, sorted, overlapping ones joined; what a click on "agent re-installed? accept" writes. */
export const retire = (ranges: readonly RetiredBoots[], added: RetiredBoots): RetiredBoots[] => {
  const joined: RetiredBoots[] = [];
  for (const range of [...ranges, added].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1);
    if (last !== undefined && range.from <= last.to + 1) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else joined.push({ from: range.from, to: range.to });
  }
  return joined;
};

/**
 * The next version of `_desk/site/S` once somebody accepted its new router (contract §3); what newer consoles wrote into it
 * stays. A site that nobody had decided about is adopted by it: somebody knows it. Undefined for a decommissioned site.
 */
export const acceptedRouter = (known: DeskSite | undefined, old: RetiredBoots, author: AdoptionAuthor): DeskSite | undefined =>
  known?.state === 'decommissioned'
    ? undefined
    : { state: 'adopted', ...known, v: 1, n: nextLamport(known), ...author, retired: retire(known?.retired ?? [], old) };
