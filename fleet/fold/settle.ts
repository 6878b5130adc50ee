import { CLOSED_SHOWN_MS, REMEMBER_MS, STALE_AFTER_MS } from '../alert-clock.ts';
import { countsInFleet } from '../desk/adoption.ts';
import { maintenanceAt } from '../desk/windows.ts';
import type { Maintenance, WindowsById } from '../desk/windows.ts';
import { sameValue } from '../same-value.ts';
import { shardDelete, shardEntries, shardSet } from '../shard-map.ts';
import { alertKey, withViews } from './alert-view.ts';
import { judgeConsoleAlerts, openOfKind } from './console-alerts.ts';
import type { Draft } from './draft.ts';
import { lifeSilenceMs } from './life.ts';
import { judgeLocalAlerts } from './local-alerts.ts';
import { withDue } from './schedule.ts';
import { scopedSite } from './scoped-site.ts';
import type { AlertFold, SiteFold, SiteMarks } from './site-fold.ts';
import { viewSite } from './site-view.ts';
import { withMarks } from './totals.ts';

/*
 * After anything touched a site, everything that follows from what is known of it is judged anew, in one order: window,
 * alerts, their records, the site's record, fleet-wide counts, the next deadline.
 */

const NO_MAINTENANCE: Maintenance = {};
/** Windows announce their changes a week ahead. */
const ASK_AGAIN_MS = 6 * 86_400_000;
const NO_WINDOWS: WindowsById = {};

const isEmpty = (record: object): boolean => {
  for (const _ in record) return false;
  return true;
};

/** Windows in zones cost a hundred times a message: they are asked again only where the answer may be another. */
const withMaintenance = (draft: Draft, site: SiteFold): SiteFold => {
  const { wallTs } = draft.at;
  const windows = isEmpty(draft.desk.windows) ? NO_WINDOWS : draft.desk.windows;
  const place = site.docs['state/site'];
  const { judgedFor, maintenance } = site;
  const holds = judgedFor.windows === windows && judgedFor.place === place && wallTs >= judgedFor.atTs;
  if (holds && wallTs < (maintenance.changesTs ?? judgedFor.atTs + ASK_AGAIN_MS)) return site;
  const next = windows === NO_WINDOWS ? NO_MAINTENANCE : maintenanceAt(windows, scopedSite(site), wallTs);
  return { ...site, maintenance: next, judgedFor: { windows, place, atTs: wallTs } };
};

/** Backlog may close an alert long ago: its closed record must be told and stored once before it goes. */
const isTold = (site: SiteFold, alert: AlertFold): boolean =>
  !countsInFleet(site.adoption) || site.views[alertKey(site.id, alert)]?.state === 'closed';

/** Closed alerts leave the screens an hour after their close. */
const withoutOldAlerts = (draft: Draft, site: SiteFold): SiteFold => {
  const { wallTs } = draft.at;
  let next = site;
  for (const alert of site.alerts.values()) {
    if (alert.state !== 'closed' || wallTs - (alert.closedTs ?? 0) < CLOSED_SHOWN_MS || !isTold(site, alert)) continue;
    const alerts = new Map(next.alerts);
    alerts.delete(alert.id);
    next = { ...next, alerts };
  }
  return next;
};

/** Closed ids are remembered for 30 days. The bound is for one site's; the oldest goes first. */
export const CLOSED_MAX = 2_000;

const withoutForgotten = (draft: Draft, site: SiteFold): SiteFold => {
  if (site.closed.size === 0 || (!draft.isTick && site.closed.size <= CLOSED_MAX)) return site;
  const { wallTs } = draft.at;
  const entries = [...shardEntries(site.closed)];
  const excess = entries.length - CLOSED_MAX;
  const old = entries.filter(([, { closedTs }]) => wallTs - closedTs >= REMEMBER_MS);
  const surplus = excess <= 0 ? [] : entries.sort((a, b) => a[1].closedTs - b[1].closedTs).slice(0, excess + CLOSED_MAX / 10);
  let { closed } = site;
  for (const [id] of [...old, ...surplus]) closed = shardDelete(closed, id);
  return closed === site.closed ? site : { ...site, closed };
};

const marksOf = (draft: Draft, site: SiteFold): SiteMarks => {
  const counted = countsInFleet(site.adoption);
  const known = counted && site.live.lifeTs !== undefined && draft.watch.connected;
  const isSilent = known && lifeSilenceMs(draft, site.live) >= STALE_AFTER_MS;
  const hasOwn = openOfKind(site, 'site_offline') !== undefined || openOfKind(site, 'agent_silent') !== undefined;
  const marks: SiteMarks = {
    counted,
    pending: site.adoption === 'pending',
    silent: isSilent && !hasOwn && !site.live.excused,
    live: known && !isSilent,
    skew: !counted || site.kept.skewMs === undefined ? 0 : site.kept.skewMs > 0 ? 1 : -1,
  };
  return sameValue(marks, site.marks) ? site.marks : marks;
};

/** The site with everything that follows judged anew. */
const settled = (draft: Draft, site: SiteFold): SiteFold => {
  let next = withoutForgotten(draft, withoutOldAlerts(draft, withMaintenance(draft, site)));
  next = withViews(draft, judgeLocalAlerts(draft, judgeConsoleAlerts(draft, next)));
  const { record, status } = viewSite(draft, next);
  if (status !== next.kept.status) next = { ...next, kept: { ...next.kept, status } };
  if (!sameValue(record, next.record)) next = { ...next, record };
  const marks = marksOf(draft, next);
  if (marks !== next.marks) next = { ...next, marks };
  return withDue(draft, next);
};

/** Judges the site and puts it into the draft, with the fleet-wide counts that follow. */
export const putSite = (draft: Draft, before: SiteFold | undefined, site: SiteFold): void => {
  const next = settled(draft, site);
  draft.totals = withMarks(draft.totals, before?.marks, next.marks);
  draft.sites = shardSet(draft.sites, site.id, next);
  draft.touched.add(site.id);
};

export const removeSite = (draft: Draft, site: SiteFold): void => {
  draft.totals = withMarks(draft.totals, site.marks, undefined);
  draft.sites = shardDelete(draft.sites, site.id);
  draft.touched.add(site.id);
};

/** Judges every site again: after what concerns the whole fleet (a hub, a sleep, a rule). */
export const settleAll = (draft: Draft, edit: (site: SiteFold) => SiteFold = (site) => site): void => {
  for (const [, site] of [...shardEntries(draft.sites)]) putSite(draft, site, edit(site));
};
