import { countsInFleet } from './desk/adoption.ts';
import type { AlertRecord } from './model/alert.ts';
import type { SiteRecord } from './model/site.ts';
import { STATUS_ORDER, compareSeverity, compareStatus } from './model/status.ts';
import type { SiteStatus } from './model/status.ts';

/* Roll-ups of records for panels, clusters and the answer line. */

export interface FleetSummary {
  /** Sites that count: adopted and new ones (contract §6). */
  readonly total: number;
  readonly byStatus: Readonly<Record<SiteStatus, number>>;
  readonly openAlerts: { readonly critical: number; readonly warning: number; readonly info: number };
  readonly pending: number;
  /** Shown as new: "Add all N". */
  readonly fresh: number;
  /** Worst status of all; `ok` for an empty fleet. */
  readonly worst: SiteStatus;
}

/** Sites that may stand on map, panels and table: decommissioned and ignored ones don't, pending ones are drawn hollow. */
export const isShown = ({ adoption }: SiteRecord): boolean => adoption !== 'decommissioned' && adoption !== 'ignored';

export const isCounted = ({ adoption }: SiteRecord): boolean => countsInFleet(adoption);

/** Counts of a set of sites, e.g. the fleet, a region, a cluster. Sites that do not count are left out (contract §6). */
export const summarise = (sites: Iterable<SiteRecord>): FleetSummary => {
  const byStatus: Record<SiteStatus, number> = { offline: 0, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 0 };
  const openAlerts = { critical: 0, warning: 0, info: 0 };
  let [total, pending, fresh] = [0, 0, 0];
  for (const site of sites) {
    if (site.adoption === 'pending') pending += 1;
    if (site.adoption === 'new') fresh += 1;
    if (!isCounted(site)) continue;
    total += 1;
    byStatus[site.status] += 1;
    openAlerts.critical += site.openAlerts.critical;
    openAlerts.warning += site.openAlerts.warning;
    openAlerts.info += site.openAlerts.info;
  }
  return {
    total,
    byStatus,
    openAlerts,
    pending,
    fresh,
    worst: STATUS_ORDER.find((status) => byStatus[status] > 0) ?? 'ok',
  };
};

/** Worst first, then whose status is the newest, then by id: the order of tables and of "worst sites". */
export const compareSites = (a: SiteRecord, b: SiteRecord): number =>
  compareStatus(a.status, b.status) || b.statusSinceTs - a.statusSinceTs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Active alerts as the panel shows them: worst first, then the newest. */
export const compareAlerts = (a: AlertRecord, b: AlertRecord): number =>
  compareSeverity(a.severity, b.severity) ||
  b.occurredTs - a.occurredTs ||
  (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Hidden from the queue by someone's `resolve` until a later revision (contract §6). */
export const isHidden = ({ handling, rev }: AlertRecord): boolean =>
  handling?.resolvedRev !== undefined && handling.resolvedRev >= rev;

/** Open, not hidden, and not explained by another one: one row of the queue. */
export const isActive = (alert: AlertRecord): boolean =>
  alert.state === 'open' && !isHidden(alert) && alert.parent === undefined;
