import type { UnknownReason } from '../model/site.ts';
import type { SiteStatus } from '../model/status.ts';
import type { AlertKey, AlertRecord } from '../model/alert.ts';
import type { StateKind } from '../wire/catalogue.ts';
import { compareAlerts, isHidden } from '../summary.ts';
import type { Draft } from './draft.ts';
import { NO_TALLY } from './site-fold.ts';
import type { AlertTally, SiteFold } from './site-fold.ts';

/* Contract §4 "Status". */

export interface Judged {
  readonly status: SiteStatus;
  readonly unknownReason?: UnknownReason;
  /** What the alerts alone say: the last status in words while the site is unknown. */
  readonly byAlerts: SiteStatus;
}

/** Topics without which nothing can be said of a site's health. */
const VITAL: readonly StateKind[] = ['state/agent', 'state/health', 'state/alerts'];

/** Alerts that the status speaks of: open, not hidden, not this console's own. Handled and snoozed ones count. */
const countsForStatus = (alert: AlertRecord): boolean =>
  alert.state === 'open' && alert.source !== 'local' && !isHidden(alert);

const unknownReasonOf = (draft: Draft, site: SiteFold): UnknownReason | undefined => {
  if (draft.watch.blind) return 'no_hub';
  if (site.live.inOutage) return 'is_it_us';
  for (const kind of VITAL) if (site.kept.cleared[kind] !== undefined) return 'cleared';
  if (site.live.lifeTs !== undefined) return undefined;
  for (const _ in site.docs) return 'watching';
  return 'never_reported';
};

const isSilence = ({ source, kind }: AlertRecord): boolean =>
  source === 'console' && (kind === 'site_offline' || kind === 'agent_silent');

/** Alerts added up; whoever explains the status best stands on top: the worst, then the newest. */
export const tallyOf = (views: Readonly<Record<AlertKey, AlertRecord>>): AlertTally => {
  const openAlerts = { critical: 0, warning: 0, info: 0 };
  let top: AlertRecord | undefined;
  let isOffline = false;
  for (const key in views) {
    const alert = views[key];
    if (alert === undefined || !countsForStatus(alert)) continue;
    openAlerts[alert.severity] += 1;
    isOffline ||= isSilence(alert);
    if (top === undefined || compareAlerts(alert, top) < 0) top = alert;
  }
  return top === undefined ? NO_TALLY : { openAlerts, topAlert: top.key, isOffline };
};

const worstOf = ({ openAlerts }: AlertTally): SiteStatus => {
  if (openAlerts.critical > 0) return 'err';
  return openAlerts.warning > 0 ? 'warn' : 'ok';
};

/**
 * maintenance, offline, unknown, err, warn, ok: the first that holds. A site that never spoke to this console stays unknown
 * until it speaks or its silence is an alert.
 */
export const judgeStatus = (draft: Draft, site: SiteFold): Judged => {
  const { tally } = site.viewed;
  const byAlerts = worstOf(tally);
  if (site.maintenance.untilTs !== undefined) return { status: 'maintenance', byAlerts };
  if (tally.isOffline) return { status: 'offline', byAlerts };
  const unknownReason = unknownReasonOf(draft, site);
  if (unknownReason !== undefined) return { status: 'unknown', unknownReason, byAlerts };
  return { status: byAlerts, byAlerts };
};
