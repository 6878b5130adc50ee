import type { SiteId } from '../../fleet/ids.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { STATUS_ORDER, compareStatus, type SiteStatus } from '../../fleet/model/status.ts';
import type { SiteFilter } from '../../fleet/saved-view.ts';
import { countsInFleet, filterWords, isWithin } from './filter.ts';
import { mergeOrder } from './order.ts';
import { NO_GROUPS, updateGroups, type SiteGroups } from './site-groups.ts';

export type Sites = Readonly<Record<string, SiteRecord>>;
export type StatusCounts = Readonly<Record<SiteStatus, number>>;

/** Sums over the sites that pass all filters but status. `known` counts sites that measured the figure at all. */
export interface FleetFacts {
  readonly camerasOnline: number;
  readonly camerasTotal: number;
  readonly sitesRecording: number;
  readonly sitesWithCameras: number;
  /** Of those, the ones that can be asked now; with none of them the figures above are not known. */
  readonly sitesReachable: number;
  readonly silent: number;
}

/** The sites as the overview shows them; each part keeps its identity while it does not change. */
export interface SiteList {
  /** Sites that pass every filter: worst status first, then the newest change. */
  readonly order: readonly SiteId[];
  /** By status, over the sites that pass all filters but status: the numbers stay while one of them is the filter. */
  readonly counts: StatusCounts;
  readonly total: number;
  readonly fleetTotal: number;
  readonly facts: FleetFacts;
  /** Regions and tags of the whole fleet: what a filter can ask for. */
  readonly groups: SiteGroups;
}

const noCounts = (): Record<SiteStatus, number> => ({ offline: 0, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 0 });
const NO_FACTS: FleetFacts = {
  camerasOnline: 0,
  camerasTotal: 0,
  sitesRecording: 0,
  sitesWithCameras: 0,
  sitesReachable: 0,
  silent: 0,
};

export const emptySiteList = (): SiteList => ({
  order: [],
  counts: noCounts(),
  total: 0,
  fleetTotal: 0,
  facts: NO_FACTS,
  groups: NO_GROUPS,
});

/**
 * Silent: proof of life is overdue, yet no status says so. The pin keeps its shape inside a dashed ring (contract §4
 * "Link").
 */
export const isSilent = (site: SiteRecord): boolean =>
  (site.link === 'stale' || site.link === 'down') && site.status !== 'offline' && site.status !== 'unknown';

/**
 * Worst status first, then the newest change; fine sites by id with the silent ones on top, so that they stand still.
 */
export function compareSites(a: SiteRecord, b: SiteRecord): number {
  const byStatus = compareStatus(a.status, b.status);
  if (byStatus !== 0) return byStatus;
  if (a.status === 'ok') {
    const bySilence = Number(isSilent(b)) - Number(isSilent(a));
    if (bySilence !== 0) return bySilence;
  } else if (a.statusSinceTs !== b.statusSinceTs) {
    return b.statusSinceTs - a.statusSinceTs;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The whole list from scratch: on start and when the filter changes. */
export function makeSiteList(sites: Sites, filter: SiteFilter): SiteList {
  return updateSiteList(emptySiteList(), {}, sites, Object.keys(sites) as SiteId[], filter);
}

/**
 * The list after `changed` sites changed from `before` (where only those need stand) to `after`; cost grows with them.
 */
export function updateSiteList(
  list: SiteList,
  before: Sites,
  after: Sites,
  changed: readonly SiteId[],
  filter: SiteFilter,
): SiteList {
  const words = filterWords(filter.text);
  const counts = { ...list.counts };
  const facts = { ...list.facts };
  let fleetTotal = list.fleetTotal;
  const left: SiteId[] = [];
  const kept: SiteId[] = [];
  for (const id of changed) {
    const old = before[id];
    const now = after[id];
    fleetTotal += Number(countsInFleet(now)) - Number(countsInFleet(old));
    const was = countsInFleet(old) && isWithin(old, filter, words) ? old : undefined;
    const is = countsInFleet(now) && isWithin(now, filter, words) ? now : undefined;
    tally(counts, facts, was, -1);
    tally(counts, facts, is, 1);
    const shown = is !== undefined && passesStatus(is, filter);
    const wasShown = was !== undefined && passesStatus(was, filter);
    if (was && is && shown === wasShown && compareSites(was, is) === 0) continue;
    if (wasShown) left.push(id);
    if (shown) kept.push(id);
  }
  const old = (id: SiteId): SiteRecord => before[id] ?? after[id]!;
  const order = mergeOrder(
    list.order,
    left,
    kept,
    (a, b) => compareSites(old(a), old(b)),
    (a, b) => compareSites(after[a]!, after[b]!),
  );
  return {
    order,
    counts: sameNumbers(counts, list.counts) ? list.counts : counts,
    total: STATUS_ORDER.reduce((sum, status) => sum + counts[status], 0),
    fleetTotal,
    facts: sameNumbers(facts, list.facts) ? list.facts : facts,
    groups: updateGroups(list.groups, before, after, changed),
  };
}

const passesStatus = (site: SiteRecord, filter: SiteFilter): boolean =>
  filter.status === undefined || site.status === filter.status;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What an unreachable site last said of its cameras is not "online": it counts in the total only. */
function tally(
  counts: Record<SiteStatus, number>,
  facts: Writable<FleetFacts>,
  site: SiteRecord | undefined,
  sign: 1 | -1,
): void {
  if (!site) return;
  counts[site.status] += sign;
  if (isSilent(site)) facts.silent += sign;
  if (!site.cameras) return;
  facts.sitesWithCameras += sign;
  facts.camerasTotal += sign * (site.cameras.total - site.cameras.disabled);
  if (site.status === 'offline' || site.status === 'unknown') return;
  facts.sitesReachable += sign;
  facts.camerasOnline += sign * site.cameras.online;
  if ((site.cameras.recording ?? 0) > 0) facts.sitesRecording += sign;
}

function sameNumbers<T extends object>(a: T, b: T): boolean {
  return (Object.keys(a) as (keyof T)[]).every((key) => a[key] === b[key]);
}

/** When it was last heard of: its last proof of life, or before any the time that its last report tells. */
export const heardTs = (site: SiteRecord): number | undefined => site.lastLifeTs ?? site.healthTs;

/** The reachable site whose last report is the oldest: how old the picture may be at worst. */
export function oldestReport(sites: Sites, order: readonly SiteId[]): SiteRecord | undefined {
  let oldest: SiteRecord | undefined;
  for (const id of order) {
    const site = sites[id];
    if (!site?.lastLifeTs || site.status === 'offline' || site.status === 'unknown') continue;
    if (!oldest || site.lastLifeTs < oldest.lastLifeTs!) oldest = site;
  }
  return oldest;
}

/** Where all sites are fine: when the last of them came to be so. */
export function calmSince(sites: Sites, order: readonly SiteId[]): number | undefined {
  const times = order.flatMap((id) => sites[id]?.statusSinceTs ?? []);
  return times.length === 0 ? undefined : times.reduce((latest, ts) => Math.max(latest, ts));
}
