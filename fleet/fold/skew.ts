import type { Draft } from './draft.ts';
import type { SiteFold } from './site-fold.ts';

/** Sites skewed alike lie within this much of each other: then it is this computer (contract §3). */
export const ALIKE_MS = 60_000;
/** One site alone is not alike anything. */
export const ALIKE_LEAST = 2;

/** The site's clock is off, and not merely seen so by a computer whose own clock is. */
export const hasOwnSkew = (draft: Draft, { kept }: SiteFold): boolean => {
  if (kept.skewMs === undefined) return false;
  return draft.skewedAlikeMs === undefined || Math.abs(kept.skewMs - draft.skewedAlikeMs) > ALIKE_MS;
};
