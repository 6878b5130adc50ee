import { LOOK_AGAIN_MS } from '../alert-clock.ts';
import type { TickEvent } from '../events.ts';
import { shardEntries } from '../shard-map.ts';
import { dropExpiredSets } from './desk-documents.ts';
import { siteIn } from './draft.ts';
import type { Draft } from './draft.ts';
import { takeDue } from './due.ts';
import { judgeFleetAlerts } from './fleet-alerts.ts';
import { judgeOutage } from './outage.ts';
import { putSite, settleAll } from './settle.ts';
import { ALIKE_LEAST, ALIKE_MS } from './skew.ts';
import { hasSlept, isBlind, restartSilence } from './watch.ts';

/* One tick of the alert clock: only sites whose deadline has come are looked at (contract §4). */

const lookAtDue = (draft: Draft): void => {
  const { wheel, sites } = takeDue(draft.wheel, draft.at.monoMs);
  draft.wheel = wheel;
  for (const id of sites) {
    const site = siteIn(draft, id);
    if (site === undefined || site.dueMono > draft.at.monoMs) continue;
    putSite(draft, site, { ...site, dueMono: Infinity });
  }
};

/** More than half of the live sites skewed, within a minute of the median: it is this computer (contract §3). */
const judgeSkew = (draft: Draft): void => {
  const { totals } = draft;
  const { ahead, behind, live } = draft.tickTotals;
  if (totals.ahead === ahead && totals.behind === behind && totals.live === live) return;
  const isSuspect = totals.live > 0 && Math.max(totals.ahead, totals.behind) > totals.live / 2;
  const found = isSuspect ? alikeSkew(draft) : undefined;
  if (
    found === undefined
      ? draft.skewedAlikeMs === undefined
      : draft.skewedAlikeMs !== undefined && Math.abs(found - draft.skewedAlikeMs) <= ALIKE_MS
  )
    return;
  draft.skewedAlikeMs = found;
  settleAll(draft);
};

const alikeSkew = (draft: Draft): number | undefined => {
  const skews: number[] = [];
  for (const [, { marks, kept }] of shardEntries(draft.sites))
    if (marks.live && kept.skewMs !== undefined) skews.push(kept.skewMs);
  skews.sort((a, b) => a - b);
  const median = skews[Math.floor(skews.length / 2)];
  if (median === undefined) return undefined;
  const alike = skews.filter((skewMs) => Math.abs(skewMs - median) <= ALIKE_MS).length;
  return alike >= ALIKE_LEAST && alike > draft.totals.live / 2 ? median : undefined;
};

const isHourly = (draft: Draft): boolean =>
  Math.floor(draft.at.monoMs / LOOK_AGAIN_MS) !== Math.floor((draft.base.tickMono ?? draft.at.monoMs) / LOOK_AGAIN_MS);

export const foldTick = (draft: Draft, event: TickEvent): void => {
  const slept = hasSlept(draft.watch, event.realWallMs);
  if (slept) {
    draft.watch = restartSilence(draft.watch, draft.at);
    draft.requests.push('resubscribe');
  }
  const blind = isBlind(draft.watch, draft.at);
  const turnedBlind = blind && !draft.watch.blind;
  draft.watch = { ...draft.watch, blind, tickRealWallMs: event.realWallMs };
  if (slept || turnedBlind) settleAll(draft);
  lookAtDue(draft);
  judgeOutage(draft);
  judgeSkew(draft);
  judgeFleetAlerts(draft);
  if (isHourly(draft)) dropExpiredSets(draft);
  draft.tickMono = draft.at.monoMs;
  draft.tickTotals = draft.totals;
};
