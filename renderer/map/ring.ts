import { STATUS_ORDER, type SiteStatus } from '../../fleet/model/status.ts';
import type { StatusCounts } from '../selectors/site-list.ts';

/** One share of a cluster's ring; angles in degrees clockwise from 12 o'clock. */
export interface RingShare {
  readonly status: SiteStatus;
  readonly from: number;
  readonly to: number;
}

/** A share that is not OK is never narrower, so that one of eighty is seen (visual §6). */
export const MIN_SHARE_DEG = 27;

/**
 * The ring of a cluster in status order; what the narrow shares gain, the wide ones give. Empty for an empty cluster.
 */
export function ringShares(counts: StatusCounts): readonly RingShare[] {
  const present = STATUS_ORDER.filter((status) => counts[status] > 0);
  const total = present.reduce((sum, status) => sum + counts[status], 0);
  if (total === 0) return [];
  const least = (status: SiteStatus): number => (status === 'ok' || present.length === 1 ? 0 : MIN_SHARE_DEG);
  let narrow = new Set<SiteStatus>();
  // Widening one share narrows the others, which may then fall below the least width themselves.
  for (;;) {
    const free = 360 - [...narrow].reduce((sum, status) => sum + least(status), 0);
    const wide = present.filter((status) => !narrow.has(status));
    const weight = wide.reduce((sum, status) => sum + counts[status], 0);
    const below = wide.filter((status) => (free * counts[status]) / weight < least(status));
    if (below.length === 0)
      return layOut(present, (status) => (narrow.has(status) ? least(status) : (free * counts[status]) / weight));
    narrow = new Set([...narrow, ...below]);
  }
}

function layOut(present: readonly SiteStatus[], width: (status: SiteStatus) => number): readonly RingShare[] {
  let at = 0;
  return present.map((status) => {
    const from = at;
    at += width(status);
    return { status, from, to: at };
  });
}

/** Diameter in px by number of sites (visual §6). */
export const clusterSize = (sites: number): number => (sites < 10 ? 34 : sites < 30 ? 44 : 54);

/** What outline and corner glyph show; maintenance and OK are no reason to look. */
export function worstOf(counts: StatusCounts): SiteStatus | undefined {
  const worst = STATUS_ORDER.find((status) => counts[status] > 0);
  return worst === 'maintenance' || worst === 'ok' ? undefined : worst;
}
