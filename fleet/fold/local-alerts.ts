import { DEGRADED_REJECTS, DEGRADED_WITHIN_MS, TWO_DEVICES_CLEAR_MS } from '../alert-clock.ts';
import type { AlertValues } from '../model/alert.ts';
import type { Severity } from '../model/status.ts';
import { withAlert } from './agent-alerts.ts';
import type { Draft } from './draft.ts';
import type { SiteFold } from './site-fold.ts';
import { hasOwnSkew } from './skew.ts';

/* Alerts about one site that only this console raises, shown apart, never on the desk (contract §3, §5, §7). */

export const isDegraded = ({ kept }: SiteFold, wallTs: number): boolean => {
  const recent = kept.rejects.filter((ts) => wallTs - ts < DEGRADED_WITHIN_MS);
  return recent.length >= DEGRADED_REJECTS;
};

export const hasTwoDevices = ({ kept }: SiteFold, wallTs: number): boolean =>
  kept.twoDevicesTs !== undefined && wallTs - kept.twoDevicesTs < TWO_DEVICES_CLEAR_MS;

/** Another message of this site that did not decode; only the last few times matter. */
export const withReject = (draft: Draft, site: SiteFold): SiteFold => ({
  ...site,
  kept: { ...site.kept, rejects: [...site.kept.rejects, draft.at.wallTs].slice(-DEGRADED_REJECTS) },
});

const withLocal = (
  draft: Draft,
  site: SiteFold,
  kind: string,
  severity: Severity,
  wanted: boolean,
  values: AlertValues,
): SiteFold => {
  const id = `${kind}.${site.id}`;
  const known = site.alerts.get(id);
  const isOpen = known?.state === 'open';
  if (wanted === isOpen) return site;
  const { wallTs } = draft.at;
  if (known !== undefined && !wanted) return withAlert(site, { ...known, state: 'closed', closedTs: wallTs });
  return withAlert(site, {
    id,
    source: 'local',
    kind,
    severity,
    object: 'site',
    rev: (known?.rev ?? 0) + 1,
    state: 'open',
    occurredTs: wallTs,
    receivedTs: wallTs,
    values,
    ownQuiet: false,
    order: [0, 0],
  });
};

/** The local alerts of one site follow its badges. */
export const judgeLocalAlerts = (draft: Draft, site: SiteFold): SiteFold => {
  const { wallTs } = draft.at;
  const skewed = hasOwnSkew(draft, site);
  let next = withLocal(draft, site, 'data_degraded', 'warning', isDegraded(site, wallTs), {});
  next = withLocal(draft, next, 'clock_skew', 'warning', skewed, skewed ? { skew_ms: site.kept.skewMs ?? 0 } : {});
  const two = hasTwoDevices(site, wallTs);
  return withLocal(draft, next, 'two_devices', 'critical', two, two ? { boot: site.kept.reinstalledBoot ?? 0 } : {});
};
