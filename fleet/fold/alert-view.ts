import { countsInFleet } from '../desk/adoption.ts';
import { handlingOf } from '../desk/fold-operations.ts';
import type { AlertHandling, AlertKey, AlertRecord } from '../model/alert.ts';
import { sameValue } from '../same-value.ts';
import { shardGet } from '../shard-map.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import { alertIndex } from './alert-index.ts';
import { operationsFor } from './desk-adoption.ts';
import type { Draft } from './draft.ts';
import type { AlertFold, SiteFold, Viewed } from './site-fold.ts';
import { tallyOf } from './status.ts';

/* The record of each alert: what is known of it, with parent, sound and handling as they stand now. */

export const alertKey = (site: string, alert: Pick<AlertFold, 'id' | 'source'>): AlertKey =>
  alert.source === 'local' ? `local/${alert.id}` : `${site}/${alert.id}`;

/** Folding a set costs its length; a set is folded again only when its snooze has ended. */
const folded = new WeakMap<DeskAlert, AlertHandling>();

const handlingAt = (set: DeskAlert, wallTs: number): AlertHandling => {
  const known = folded.get(set);
  if (known !== undefined && (known.snoozedUntilTs === undefined || known.snoozedUntilTs > wallTs)) return known;
  const handling = handlingOf(set, wallTs);
  folded.set(set, handling);
  return handling;
};

interface ViewContext {
  readonly draft: Draft;
  readonly site: SiteFold;
  readonly offline: AlertFold | undefined;
  readonly unstable: AlertFold | undefined;
}

/** `site_offline` explains the other alerts of its site, `unstable_link` explains `site_offline` (contract §4). */
const parentOf = ({ site, offline, unstable }: ViewContext, alert: AlertFold): AlertKey | undefined => {
  if (alert.state === 'closed' || alert.source === 'local' || alert === unstable) return undefined;
  if (alert === offline) return unstable && alertKey(site.id, unstable);
  return offline && alertKey(site.id, offline);
};

const isQuiet = ({ draft, site }: ViewContext, alert: AlertFold, parent: AlertKey | undefined): boolean => {
  if (alert.ownQuiet || site.maintenance.untilTs !== undefined) return true;
  if (alert.quietUntilTs !== undefined) return draft.at.wallTs < alert.quietUntilTs;
  return parent !== undefined;
};

const viewOf = (context: ViewContext, alert: AlertFold): AlertRecord => {
  const { draft, site } = context;
  const parent = parentOf(context, alert);
  const set = alert.source === 'local' ? undefined : operationsFor(draft, site, alert);
  return {
    key: alertKey(site.id, alert),
    id: alert.id,
    site: site.id,
    source: alert.source,
    kind: alert.kind,
    severity: alert.severity,
    object: alert.object,
    ...(alert.nvr !== undefined && { nvr: alert.nvr }),
    rev: alert.rev,
    state: alert.state,
    occurredTs: alert.occurredTs,
    receivedTs: alert.receivedTs,
    ...(alert.closedTs !== undefined && { closedTs: alert.closedTs }),
    ...(alert.text !== undefined && { text: alert.text }),
    values: alert.values,
    ...(alert.prev !== undefined && { prev: alert.prev }),
    quiet: isQuiet(context, alert, parent),
    ...(parent !== undefined && { parent }),
    ...(set !== undefined && { handling: handlingAt(set, draft.at.wallTs) }),
  };
};

const NO_VIEWS: Readonly<Record<AlertKey, AlertRecord>> = {};

/** The earliest moment after `wallTs` at which a view changes by itself. */
const untilTsOf = (site: SiteFold, views: Readonly<Record<AlertKey, AlertRecord>>, wallTs: number): number => {
  let untilTs = Infinity;
  for (const end of alertIndex(site.alerts).quietEnds) if (end > wallTs) untilTs = Math.min(untilTs, end);
  for (const key in views) untilTs = Math.min(untilTs, views[key]?.handling?.snoozedUntilTs ?? Infinity);
  return untilTs;
};

/** Views of alerts that did not change, under parents that did not, stand as they are. */
const isSame = (site: SiteFold, next: Viewed, alert: AlertFold): boolean => {
  const { viewed } = site;
  if (
    viewed.alerts?.get(alert.id) !== alert ||
    viewed.sets !== next.sets ||
    viewed.inMaintenance !== next.inMaintenance
  )
    return false;
  if (next.fromTs >= viewed.untilTs || next.fromTs < viewed.fromTs) return false;
  const before = alertIndex(viewed.alerts).console;
  const after = alertIndex(site.alerts).console;
  return before['site_offline'] === after['site_offline'] && before['unstable_link'] === after['unstable_link'];
};

const makeViews = (draft: Draft, site: SiteFold, viewed: Viewed): Readonly<Record<AlertKey, AlertRecord>> => {
  if (site.alerts.size === 0 || !viewed.isCounted) return NO_VIEWS;
  const { console } = alertIndex(site.alerts);
  const context: ViewContext = { draft, site, offline: console['site_offline'], unstable: console['unstable_link'] };
  const views: Record<AlertKey, AlertRecord> = {};
  let changed = Object.keys(site.views).length !== site.alerts.size;
  for (const alert of site.alerts.values()) {
    const before = site.views[alertKey(site.id, alert)];
    const view = before !== undefined && isSame(site, viewed, alert) ? before : viewOf(context, alert);
    const same = before !== undefined && (view === before || sameValue(before, view));
    views[view.key] = same ? before : view;
    changed ||= !same;
  }
  return changed ? views : site.views;
};

/**
 * Records of all alerts of a site; unchanged ones are the same objects as before. Sites that do not count have none: what is
 * known of their alerts waits in the fold until they are adopted.
 */
export const withViews = (draft: Draft, site: SiteFold): SiteFold => {
  const { wallTs } = draft.at;
  const sets = shardGet(draft.desk.alerts, site.id);
  const isCounted = countsInFleet(site.adoption);
  const inMaintenance = site.maintenance.untilTs !== undefined;
  const { viewed } = site;
  const holds =
    viewed.alerts === site.alerts &&
    viewed.sets === sets &&
    viewed.isCounted === isCounted &&
    viewed.inMaintenance === inMaintenance;
  if (holds && wallTs >= viewed.fromTs && wallTs < viewed.untilTs) return site;
  const next: Viewed = {
    alerts: site.alerts,
    sets,
    isCounted,
    inMaintenance,
    fromTs: wallTs,
    untilTs: Infinity,
    tally: viewed.tally,
  };
  const views = makeViews(draft, site, next);
  const tally = views === site.views ? viewed.tally : tallyOf(views);
  return { ...site, views, viewed: { ...next, untilTs: untilTsOf(site, views, wallTs), tally } };
};
