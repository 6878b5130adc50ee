import type { UnknownReason } from '../model/site.ts';
import type { SiteStatus } from '../model/status.ts';
import type { AlertRecord } from '../model/alert.ts';
import type { StateKind } from '../wire/catalogue.ts';
import { isHidden } from '../summary.ts';
import type { Draft } from './draft.ts';
import type { SiteFold } from './site-fold.ts';

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
export const countsForStatus = (alert: AlertRecord): boolean => alert.state === 'open' && alert.source !== 'local' && !isHidden(alert);

const unknownReasonOf = (draft: Draft, site: SiteFold): UnknownReason | undefined => {
  if (draft.watch.blind) return 'no_hub';
  if (site.live.inOutage) return 'is_it_us';
  for (const kind of VITAL) if (site.kept.cleared[kind] !== undefined) return 'cleared';
  if (site.live.lifeTs !== undefined) return undefined;
  for (const _ in site.docs) return 'watching';
  return 'never_reported';
};

const worstOf = (alerts: readonly AlertRecord[]): SiteStatus => {
  if (alerts.some(({ severity }) => severity === 'critical')) return 'err';
  return alerts.some(({ severity }) => severity === 'warning') ? 'warn' : 'ok';
};

const isSilence = ({ source, kind }: AlertRecord): boolean => source === 'console' && (kind === 'site_offline' || kind === 'agent_silent');

/**
 * maintenance, offline, unknown, err, warn, ok: the first that holds. `alerts`: those that count for the status. A site that
 * never spoke to this console stays unknown until it speaks or its silence is an alert.
 */
export const judgeStatus = (draft: Draft, site: SiteFold, alerts: readonly AlertRecord[]): Judged => {
  const byAlerts = worstOf(alerts);
  if (site.maintenance.untilTs !== undefined) return { status: 'maintenance', byAlerts };
  if (alerts.some(isSilence)) return { status: 'offline', byAlerts };
  const unknownReason = unknownReasonOf(draft, site);
  if (unknownReason !== undefined) return { status: 'unknown', unknownReason, byAlerts };
  return { status: byAlerts, byAlerts };
};
