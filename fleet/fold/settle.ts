import { CLOSED_SHOWN_MS, REMEMBER_MS, STALE_AFTER_MS } from '../alert-clock.ts';
import { countsInFleet } from '../desk/adoption.ts';
import { maintenanceAt } from '../desk/windows.ts';
import type { Maintenance, WindowsById } from '../desk/windows.ts';
import { sameValue } from '../same-value.ts';
import { shardDelete, shardEntries, shardSet } from '../shard-map.ts';
import { alertIndex } from './alert-index.ts';
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

/** So many closed alerts of one site stay on the screens at most; the history has all. */
export const CLOSED_SHOWN_MAX = 50;

/** Closed alerts leave the screens an hour after their close. */
const withoutOldAlerts = (draft: Draft, site: SiteFold): SiteFold => {
  const { wallTs } = draft.at;
  const { firstClosedTs, closed } = alertIndex(site.alerts);
  if (wallTs - firstClosedTs < CLOSED_SHOWN_MS && closed <= CLOSED_SHOWN_MAX) return site;
  const told = [...site.alerts.values()].filter((alert) => alert.state === 'closed' && isTold(site, alert));
  told.sort((a, b) => (b.closedTs ?? 0) - (a.closedTs ?? 0));
  const room = CLOSED_SHOWN_MAX - (closed - told.length);
  const gone = told.filter(({ closedTs = 0 }, index) => index >= room || wallTs - closedTs >= CLOSED_SHOWN_MS);
  if (gone.length === 0) return site;
  const alerts = new Map(site.alerts);
  for (const { id } of gone) alerts.delete(id);
  return { ...site, alerts };
};

/** Closed ids are remembered for 30 days. The bound is for one site's; the oldest goes first. */
export const CLOSED_MAX = 2_000;
const SWEEP_MS = 86_400_000;

const withoutForgotten = (draft: Draft, site: SiteFold): SiteFold => {
  const { wallTs } = draft.at;
  if (site.closed.size <= CLOSED_MAX && (site.closed.size === 0 || wallTs - site.sweptTs < SWEEP_MS)) return site;
  const entries = [...shardEntries(site.closed)];
  const excess = entries.length - CLOSED_MAX;
  const old = entries.filter(([, { closedTs }]) => wallTs - closedTs >= REMEMBER_MS);
  const surplus =
    excess <= 0 ? [] : entries.sort((a, b) => a[1].closedTs - b[1].closedTs).slice(0, excess + CLOSED_MAX / 10);
  let { closed } = site;
  for (const [id] of [...old, ...surplus]) closed = shardDelete(closed, id);
  return { ...site, closed, sweptTs: wallTs };
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
  const { marks: before } = site;
  const same = marks.counted === before.counted && marks.pending === before.pending && marks.silent === before.silent;
  return same && marks.live === before.live && marks.skew === before.skew ? before : marks;
};

/** The site with everything that follows judged anew. */
const settled = (draft: Draft, site: SiteFold): SiteFold => {
  let next = withoutForgotten(draft, withoutOldAlerts(draft, withMaintenance(draft, site)));
  next = withViews(draft, judgeLocalAlerts(draft, judgeConsoleAlerts(draft, next)));
  const { record, status } = viewSite(draft, next);
  if (status !== next.kept.status) next = { ...next, kept: { ...next.kept, status } };
  // Most messages are life, which changes the record: the cheap question comes first.
  if (record.lastLifeTs !== next.record.lastLifeTs || !sameValue(record, next.record)) next = { ...next, record };
  const marks = marksOf(draft, next);
  if (marks !== next.marks) next = { ...next, marks };
  return withDue(draft, next);
};

/** Each state of an alert's record is stored, also one that later events of the same run take away again. */
const storeAlerts = (draft: Draft, before: SiteFold['views'] | undefined, views: SiteFold['views']): void => {
  if (before === views) return;
  for (const key in views) {
    const record = views[key];
    if (record !== undefined && record !== before?.[key]) draft.writes.push({ table: 'alert', record });
  }
};

/** Judges the site and puts it into the draft, with the fleet-wide counts that follow. */
export const putSite = (draft: Draft, before: SiteFold | undefined, site: SiteFold): void => {
  const next = settled(draft, site);
  draft.totals = withMarks(draft.totals, before?.marks, next.marks);
  draft.sites = shardSet(draft.sites, site.id, next, draft.ownSites);
  storeAlerts(draft, before?.views, next.views);
  draft.touched.add(site.id);
};

export const removeSite = (draft: Draft, site: SiteFold): void => {
  draft.totals = withMarks(draft.totals, site.marks, undefined);
  draft.sites = shardDelete(draft.sites, site.id, draft.ownSites);
  draft.touched.add(site.id);
};

/** Judges every site again: after what concerns the whole fleet (a hub, a sleep, a rule). */
export const settleAll = (draft: Draft, edit: (site: SiteFold) => SiteFold = (site) => site): void => {
  for (const [, site] of [...shardEntries(draft.sites)]) putSite(draft, site, edit(site));
};
