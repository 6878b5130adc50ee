import { OUTAGE_MAX_MS, OUTAGE_MORE_THAN, OUTAGE_WINDOW_MS } from '../alert-clock.ts';
import { shardEntries } from '../shard-map.ts';
import { siteIn } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Outage } from './fleet-state.ts';
import { putSite } from './settle.ts';
import type { SiteFold } from './site-fold.ts';

/*
 * "Is it us?" (b) of contract §4: more than half of the sites (and more than 3) silent for 95 s, none with an alert of its
 * own, their last signs of life inside one window of 120 s. Judged by ticks, and only when the counts allow it.
 */

const isMajority = (n: number, of: number): boolean => n > OUTAGE_MORE_THAN && n > of / 2;

const lifeTsOf = (site: SiteFold): number => site.live.lifeTs ?? 0;

/** The most sites whose last signs of life lie within one window; sorted by that sign. */
const largestWindow = (silent: readonly SiteFold[]): readonly SiteFold[] => {
  const sorted = [...silent].sort((a, b) => lifeTsOf(a) - lifeTsOf(b));
  let best: readonly [number, number] = [0, 0];
  let from = 0;
  for (let to = 1; to <= sorted.length; to += 1) {
    while (lifeTsOf(sorted[to - 1] as SiteFold) - lifeTsOf(sorted[from] as SiteFold) > OUTAGE_WINDOW_MS) from += 1;
    if (to - from > best[1] - best[0]) best = [from, to];
  }
  return sorted.slice(best[0], best[1]);
};

const silentSites = (draft: Draft): SiteFold[] => {
  const silent: SiteFold[] = [];
  for (const [, site] of shardEntries(draft.sites)) if (site.marks.silent) silent.push(site);
  return silent;
};

const join = (draft: Draft, site: SiteFold): void =>
  putSite(draft, site, { ...site, live: { ...site.live, inOutage: true } });

const begin = (draft: Draft): void => {
  if (draft.totals.silent === draft.tickTotals.silent && draft.totals.counted === draft.tickTotals.counted) return;
  const together = largestWindow(silentSites(draft));
  const first = together[0];
  if (first === undefined || !isMajority(together.length, draft.totals.counted)) return;
  draft.outage = {
    members: new Set(together.map(({ id }) => id)),
    sinceMono: draft.at.monoMs,
    sinceTs: draft.at.wallTs,
    fromTs: lifeTsOf(first),
  };
  for (const site of together) join(draft, site);
};

/** Sites that fell silent by now with the same last signs of life belong to it. */
const grow = (draft: Draft, outage: Outage): Outage => {
  const members = new Set(outage.members);
  for (const id of draft.touched) {
    const site = siteIn(draft, id);
    if (site === undefined || !site.marks.silent || members.has(id)) continue;
    const sinceMs = lifeTsOf(site) - outage.fromTs;
    if (sinceMs < 0 || sinceMs > OUTAGE_WINDOW_MS) continue;
    members.add(id);
    join(draft, site);
  }
  return members.size === outage.members.size ? outage : { ...outage, members };
};

/** Over: who is still silent is raised on its own, and triggers no other outage before it has spoken. */
const end = (draft: Draft, outage: Outage): void => {
  draft.outage = undefined;
  for (const id of outage.members) {
    const site = siteIn(draft, id);
    if (site !== undefined)
      putSite(draft, site, { ...site, live: { ...site.live, inOutage: false, excused: site.marks.silent } });
  }
};

const stillSilent = (draft: Draft, outage: Outage): number => {
  let silent = 0;
  for (const id of outage.members) if (siteIn(draft, id)?.marks.silent === true) silent += 1;
  return silent;
};

/** One judgement per tick. Ends when half or fewer of its members are still silent, or after 15 minutes. */
export const judgeOutage = (draft: Draft): void => {
  const { outage } = draft;
  if (!draft.watch.connected) return;
  if (outage === undefined) {
    if (isMajority(draft.totals.silent, draft.totals.counted)) begin(draft);
    return;
  }
  const grown = grow(draft, outage);
  draft.outage = grown;
  const over =
    draft.at.monoMs - grown.sinceMono >= OUTAGE_MAX_MS || stillSilent(draft, grown) <= grown.members.size / 2;
  if (over) end(draft, grown);
};
