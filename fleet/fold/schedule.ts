import {
  CLOSED_SHOWN_MS,
  DEGRADED_REJECTS,
  DEGRADED_WITHIN_MS,
  LOOK_AGAIN_MS,
  STALE_AFTER_MS,
  TWO_DEVICES_CLEAR_MS,
  UNSTABLE_WITHIN_MS,
  WILL_AFTER_MS,
} from '../alert-clock.ts';
import { countsInFleet } from '../desk/adoption.ts';
import { alertIndex } from './alert-index.ts';
import { judgeCertificate } from './certificate.ts';
import { openOfKind, ruleOf, silentAfterMs, willSince } from './console-alerts.ts';
import type { Draft } from './draft.ts';
import { addDue } from './due.ts';
import { agentSilenceMs, bridgeSilenceMs, isBridgeUp, lifeSilenceMs } from './life.ts';
import type { SiteFold } from './site-fold.ts';

/* When a site must be looked at again although nothing comes from it. Too early is harmless, too late is not. */

/** Ms until something about silence can change; only while watched. */
const silenceWaits = (draft: Draft, site: SiteFold): number[] => {
  if (!draft.watch.connected) return [];
  const { live } = site;
  const waits: number[] = [];
  if (live.lifeMono !== undefined) waits.push(live.lifeMono + STALE_AFTER_MS - draft.at.monoMs);
  if (!site.marks.silent) waits.push(STALE_AFTER_MS - lifeSilenceMs(draft, live));
  if (!countsInFleet(site.adoption) || live.inOutage) return waits;
  const offline = openOfKind(site, 'site_offline') !== undefined;
  const holdMs = draft.watch.holdUntilMono - draft.at.monoMs;
  if (!isBridgeUp(live) && !offline) {
    waits.push(Math.max(holdMs, silentAfterMs(draft, site, 'site_offline') - bridgeSilenceMs(draft, live)));
  }
  if (isBridgeUp(live) && openOfKind(site, 'agent_silent') === undefined) {
    waits.push(Math.max(holdMs, silentAfterMs(draft, site, 'agent_silent') - agentSilenceMs(draft, live)));
    if (live.willWatchMs !== undefined)
      waits.push(Math.max(holdMs, WILL_AFTER_MS - (draft.watchedMs - willSince(draft, live))));
  }
  return waits;
};

const certificateWaits = (draft: Draft, site: SiteFold): number[] => {
  const cert = site.docs['state/cert']?.body;
  if (cert === undefined || !countsInFleet(site.adoption)) return [];
  const judged = judgeCertificate(cert, draft.at.wallTs, ruleOf(draft, site, 'certificate')?.steps_d);
  if (judged === undefined) return [];
  const waits = judged.nextTs === undefined ? [] : [judged.nextTs - draft.at.wallTs];
  const isRaised = judged.step === 0 || openOfKind(site, 'certificate') !== undefined;
  if (!isRaised && draft.watch.connected) waits.push(Math.max(0, draft.watch.holdUntilMono - draft.at.monoMs));
  return waits;
};

const alertWaits = (draft: Draft, site: SiteFold): number[] => {
  const { wallTs } = draft.at;
  if (site.alerts.size === 0) return [];
  const { firstClosedTs } = alertIndex(site.alerts);
  const waits = [firstClosedTs + CLOSED_SHOWN_MS - wallTs, site.viewed.untilTs - wallTs];
  const unstable = openOfKind(site, 'unstable_link');
  if (unstable !== undefined)
    waits.push(Math.max(unstable.occurredTs, site.kept.episodeEndTs ?? 0) + UNSTABLE_WITHIN_MS - wallTs);
  return waits;
};

const badgeWaits = ({ at }: Draft, { kept }: SiteFold): number[] => {
  const waits: number[] = [];
  const oldest = kept.rejects.at(-DEGRADED_REJECTS);
  if (oldest !== undefined) waits.push(oldest + DEGRADED_WITHIN_MS - at.wallTs);
  if (kept.twoDevicesTs !== undefined) waits.push(kept.twoDevicesTs + TWO_DEVICES_CLEAR_MS - at.wallTs);
  return waits;
};

/** The site in the wheel at its next deadline. Deadlines that moved later find the site early, which then looks again. */
export const withDue = (draft: Draft, site: SiteFold): SiteFold => {
  const waits = [
    ...silenceWaits(draft, site),
    ...certificateWaits(draft, site),
    ...alertWaits(draft, site),
    ...badgeWaits(draft, site),
  ];
  if (site.maintenance.changesTs !== undefined) waits.push(site.maintenance.changesTs - draft.at.wallTs);
  let waitMs = LOOK_AGAIN_MS;
  for (const wait of waits) if (wait > 0 && wait < waitMs) waitMs = wait;
  // What is due already and still not done waits for a tick: it was held back, or this is no tick.
  if (!draft.isTick && waits.some((wait) => wait <= 0)) waitMs = 0;
  const dueMono = draft.at.monoMs + waitMs;
  if (dueMono >= site.dueMono) return site;
  draft.wheel = addDue(draft.wheel, site.id, dueMono);
  return { ...site, dueMono };
};
