import type { SiteRecord } from '../../fleet/model/site.ts';
import { STATUS_ORDER, type SiteStatus } from '../../fleet/model/status.ts';
import { isSilent, type StatusCounts } from '../selectors/site-list.ts';
import type { Placed } from './item-grid.ts';
import { clusterSize, worstOf } from './ring.ts';
import type { PinLook } from './shapes.ts';
import type { MapMark } from './map-mark.ts';

/** A mark as it is drawn; x and y in px of the canvas. A new object whenever its look changes. */
export interface DrawnItem extends Placed {
  readonly mark: MapMark;
  /** What is drawn in one word: equal looks need no drawing. */
  readonly look: string;
  readonly pin?: PinLook;
  readonly counts?: StatusCounts;
  /** Drawing order: the worst on top. */
  readonly rank: number;
}

/** Room for the ring of selection and focus around a pin. */
const PIN_REACH_PX = 24;
const DOT_BODY_PX = 7;
const SHAPE_BODY_PX = 12;

export type SiteOf = (id: string) => SiteRecord | undefined;

export function drawnItem(mark: MapMark, x: number, y: number, siteOf: SiteOf): DrawnItem {
  if (mark.kind === 'pin') {
    const site = siteOf(mark.key);
    const pin: PinLook = site ? lookOf(site) : { status: 'unknown', silent: false, hollow: true };
    const body = pin.status === 'ok' && !pin.silent ? DOT_BODY_PX : SHAPE_BODY_PX;
    return {
      key: mark.key,
      x,
      y,
      radius: PIN_REACH_PX,
      body,
      mark,
      pin,
      look: `${pin.status} ${pin.silent} ${pin.hollow}`,
      rank: rankOf(pin.status),
    };
  }
  const counts = countsOf(mark.sites, siteOf);
  const worst = worstOf(counts) ?? 'ok';
  return {
    key: mark.key,
    x,
    y,
    radius: clusterSize(mark.sites.length) / 2 + 16,
    body: clusterSize(mark.sites.length) / 2 + 3,
    mark,
    counts,
    look: STATUS_ORDER.map((status) => counts[status]).join(' '),
    rank: rankOf(worst),
  };
}

/** Pending sites count nowhere, so they show no status; new ones are hollow while nothing is wrong with them. */
const lookOf = (site: SiteRecord): PinLook => {
  if (site.adoption === 'pending') return { status: 'ok', silent: false, hollow: true };
  return { status: site.status, silent: isSilent(site), hollow: site.adoption === 'new' && site.status === 'ok' };
};

const rankOf = (status: SiteStatus): number => STATUS_ORDER.length - STATUS_ORDER.indexOf(status);

export function countsOf(sites: readonly string[], siteOf: SiteOf): StatusCounts {
  const counts = { offline: 0, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 0 };
  for (const id of sites) {
    const site = siteOf(id);
    if (site) counts[site.adoption === 'pending' ? 'ok' : site.status] += 1;
  }
  return counts;
}
