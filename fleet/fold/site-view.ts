import type { BridgeEvidence, SiteBadge, SiteRecord } from '../model/site.ts';
import { isRetired } from '../desk/retired.ts';
import { sameValue } from '../same-value.ts';
import { shardGet } from '../shard-map.ts';
import { hasTwoDevices, isDegraded } from './local-alerts.ts';
import type { Draft } from './draft.ts';
import { linkOf } from './life.ts';
import { hasGap } from './seen-ranges.ts';
import type { SiteFold } from './site-fold.ts';
import { greatestBoot } from './site-fold.ts';
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

/** Lowest and greatest boot known till then (contract §3). The new router's own boot may already be the lowest: it stays out. */
const oldBootsOf = (site: SiteFold, accepted: number): NonNullable<SiteRecord['oldBoots']> => {
  const to = greatestBoot(site);
  return { from: Math.min(to, Math.max(site.kept.lowestBoot ?? to, accepted + 1)), to };
};

type Draftable<R> = { -readonly [K in keyof R]: R[K] };

/** Members that are there only where they say something; assigned one by one, since this is made with every message. */
const addRare = (record: Draftable<SiteRecord>, draft: Draft, site: SiteFold, status: SiteFold['kept']['status'], judged: Judged): void => {
  if (status.last !== undefined) record.lastStatus = status.last;
  if (status.lastTs !== undefined) record.lastStatusTs = status.lastTs;
  if (judged.unknownReason !== undefined) record.unknownReason = judged.unknownReason;
  if (site.kept.skewMs !== undefined && hasOwnSkew(draft, site)) record.skewMs = site.kept.skewMs;
  if (site.viewed.tally.topAlert !== undefined) record.topAlert = site.viewed.tally.topAlert;
  if (draft.base.options.showAllAsAdopted && site.adoption === 'adopted' && shardGet(draft.desk.sites, site.id) === undefined) record.undecided = true;
  const { reinstalledBoot } = site.kept;
  if (reinstalledBoot !== undefined) record.oldBoots = oldBootsOf(site, reinstalledBoot);
  if (site.maintenance.untilTs !== undefined) record.maintenanceUntilTs = site.maintenance.untilTs;
};

/** The record as it stands now, and the status with its times to be kept. */
export const viewSite = (
  draft: Draft,
  site: SiteFold,
): { readonly record: SiteRecord; readonly status: SiteFold['kept']['status'] } => {
  const judged = judgeStatus(draft, site);
  const status = nextStatus(draft, site, judged);
  const { lifeTs } = site.live;
  const record: Draftable<SiteRecord> = {
    ...toldOf(site),
    id: site.id,
    adoption: site.adoption,
    status: status.value,
    statusSinceTs: status.sinceTs,
    link: linkOf(draft, site.live),
    bridges: bridgesOf(draft, site),
    badges: badgesOf(draft, site),
    openAlerts: site.viewed.tally.openAlerts,
  };
  if (lifeTs !== undefined) record.lastLifeTs = lifeTs;
  addRare(record, draft, site, status, judged);
  return { record, status };
};
