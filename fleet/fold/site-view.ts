import type { BridgeEvidence, SiteBadge, SiteRecord } from '../model/site.ts';
import { isRetired } from '../desk/retired.ts';
import { sameValue } from '../same-value.ts';
import { shardGet } from '../shard-map.ts';
import { hasTwoDevices, isDegraded } from './local-alerts.ts';
import type { Draft } from './draft.ts';
import { linkOf } from './life.ts';
import { hasGap } from './seen-ranges.ts';
import type { SiteFold } from './site-fold.ts';
import { hasOwnSkew } from './skew.ts';
import { documentTs, toldOf } from './site-documents.ts';
import { judgeStatus } from './status.ts';
import type { Judged } from './status.ts';
import { STATE_KINDS } from '../wire/catalogue.ts';

/* The one record of a site, derived from everything that the fold knows of it. */

const NO_BADGES: readonly SiteBadge[] = [];

const badgesOf = (draft: Draft, site: SiteFold): readonly SiteBadge[] => {
  const { kept } = site;
  const { wallTs } = draft.at;
  const badges: SiteBadge[] = [];
  if (hasOwnSkew(draft, site)) badges.push('clock_skew');
  if (kept.clockUnset) badges.push('clock_unset');
  if (kept.newer.length > 0) badges.push('needs_newer_console');
  if (isDegraded(site, wallTs)) badges.push('data_degraded');
  if (kept.reinstalledBoot !== undefined) badges.push('reinstalled');
  if (hasTwoDevices(site, wallTs)) badges.push('two_devices');
  const document = shardGet(draft.desk.sites, site.id);
  if (hasGap(kept.events, (boot) => boot === kept.reinstalledBoot || isRetired(document, boot)))
    badges.push('event_gap');
  return badges.length === 0 ? NO_BADGES : badges;
};

/** The same object as before where it says the same. */
const bridgesOf = (draft: Draft, site: SiteFold): Readonly<Record<string, BridgeEvidence>> => {
  const bridges: Record<string, BridgeEvidence> = {};
  for (const hub of draft.connected) bridges[hub] = site.live.bridges[hub] ?? 'absent';
  return sameValue(bridges, site.record.bridges) ? site.record.bridges : bridges;
};

const newestReportTs = (site: SiteFold): number | undefined => {
  const times = STATE_KINDS.flatMap((kind) => documentTs(site, kind) ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
};

/** The last known status stays in words while the site is unknown: "was OK at 14:06", "last report says 14:02". */
const nextStatus = (draft: Draft, site: SiteFold, judged: Judged): SiteFold['kept']['status'] => {
  const before = site.kept.status;
  if (judged.status !== 'unknown')
    return judged.status === before.value ? before : { value: judged.status, sinceTs: draft.at.wallTs };
  if (before.value !== 'unknown') {
    return {
      value: 'unknown',
      sinceTs: draft.at.wallTs,
      last: before.value,
      lastTs: site.live.lifeTs ?? draft.at.wallTs,
    };
  }
  const reportTs = site.live.lifeTs === undefined ? newestReportTs(site) : undefined;
  if (reportTs === undefined || (before.last === judged.byAlerts && before.lastTs === reportTs)) return before;
  return { ...before, last: judged.byAlerts, lastTs: reportTs };
};

const statusOf = ({ value, sinceTs, last, lastTs }: SiteFold['kept']['status'], judged: Judged) => ({
  status: value,
  statusSinceTs: sinceTs,
  ...(last !== undefined && { lastStatus: last }),
  ...(lastTs !== undefined && { lastStatusTs: lastTs }),
  ...(judged.unknownReason !== undefined && { unknownReason: judged.unknownReason }),
});

/** The record as it stands now, and the status with its times to be kept. */
export const viewSite = (
  draft: Draft,
  site: SiteFold,
): { readonly record: SiteRecord; readonly status: SiteFold['kept']['status'] } => {
  const judged = judgeStatus(draft, site);
  const status = nextStatus(draft, site, judged);
  const { lifeTs } = site.live;
  const { tally } = site.viewed;
  const skewed = hasOwnSkew(draft, site);
  const record: SiteRecord = {
    id: site.id,
    adoption: site.adoption,
    ...statusOf(status, judged),
    link: linkOf(draft, site.live),
    ...(lifeTs !== undefined && { lastLifeTs: lifeTs }),
    bridges: bridgesOf(draft, site),
    badges: badgesOf(draft, site),
    ...(skewed && site.kept.skewMs !== undefined && { skewMs: site.kept.skewMs }),
    ...toldOf(site),
    openAlerts: tally.openAlerts,
    ...(tally.topAlert !== undefined && { topAlert: tally.topAlert }),
    ...(site.maintenance.untilTs !== undefined && { maintenanceUntilTs: site.maintenance.untilTs }),
  };
  return { record, status };
};
