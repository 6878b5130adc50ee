import { countsInFleet } from '../desk/adoption.ts';
import { handlingOf } from '../desk/fold-operations.ts';
import type { AlertHandling, AlertKey, AlertRecord } from '../model/alert.ts';
import { sameValue } from '../same-value.ts';
import { shardGet } from '../shard-map.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import { openOfKind } from './console-alerts.ts';
import { operationsFor } from './desk-adoption.ts';
import type { Draft } from './draft.ts';
import type { AlertFold, SiteFold } from './site-fold.ts';

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

/**
 * Records of all alerts of a site; unchanged ones are the same objects as before. Sites that do not count have none: what is
 * known of their alerts waits in the fold until they are adopted.
 */
export const withViews = (draft: Draft, site: SiteFold): SiteFold => {
  if (site.alerts.size === 0 || !countsInFleet(site.adoption)) return site.views === NO_VIEWS ? site : { ...site, views: NO_VIEWS };
  const context: ViewContext = { draft, site, offline: openOfKind(site, 'site_offline'), unstable: openOfKind(site, 'unstable_link') };
  const views: Record<AlertKey, AlertRecord> = {};
  let changed = Object.keys(site.views).length !== site.alerts.size;
  for (const alert of site.alerts.values()) {
    const view = viewOf(context, alert);
    const before = site.views[view.key];
    const same = before !== undefined && sameValue(before, view);
    views[view.key] = same ? before : view;
    changed ||= !same;
  }
  return changed ? { ...site, views } : site;
};

export const setsOf = (draft: Draft, site: SiteFold): Readonly<Record<string, DeskAlert>> | undefined => shardGet(draft.desk.alerts, site.id);
