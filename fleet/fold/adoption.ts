import { adoptionOf, countsInFleet, pendingAdmits } from '../desk/adoption.ts';
import type { SiteId } from '../ids.ts';
import type { Adoption } from '../model/site.ts';
import { shardEntries, shardGet } from '../shard-map.ts';
import { count } from './counters.ts';
import { siteIn } from './draft.ts';
import type { Draft } from './draft.ts';
import { withEarlyBridges } from './early-bridges.ts';
import { putSite, removeSite, settleAll } from './settle.ts';
import { newSite } from './site-fold.ts';
import type { SiteFold } from './site-fold.ts';

/* Contract §6 "Adoption", as the fold applies it. */

/** Bound on the sites that hubs can make us hold; ten times what a fleet is made for. */
export const SITES_MAX = 20_000;

/**
 * Until the absence of documents is judged, unknown sites show as new: pending ones are capped, and a fresh console would
 * lose most of the fleet in its first second. Who was shown as new stays so while others are being adopted.
 */
const adoptionFor = (draft: Draft, id: SiteId, shownNew: boolean): Adoption => {
  const { desk } = draft;
  const document = shardGet(desk.sites, id);
  const { showAllAsAdopted } = draft.base.options;
  if (document === undefined && !showAllAsAdopted && (shownNew || (!desk.judged && desk.sites.size === 0)))
    return 'new';
  return adoptionOf({ document, anyDocument: desk.sites.size > 0, judged: desk.judged, showAllAsAdopted });
};

/** "New" is kept only where it was judged, not while the documents may still be on their way. */
const withAdoption = (draft: Draft, site: SiteFold): SiteFold => {
  const adoption = adoptionFor(draft, site.id, site.kept.shownNew);
  const shownNew = adoption === 'new' && (draft.desk.judged || site.kept.shownNew);
  const kept = shownNew === site.kept.shownNew ? site.kept : { ...site.kept, shownNew };
  if (adoption === site.adoption && kept === site.kept) return site;
  return { ...site, adoption, kept };
};

const makeSite = (draft: Draft, id: SiteId): SiteFold =>
  withEarlyBridges(draft, newSite(id, draft.at.wallTs, draft.watchedMs));

/** The site to be worked on, made at its first message; undefined where the pending list is full (counted). */
export const admitSite = (draft: Draft, id: SiteId): SiteFold | undefined => {
  const known = siteIn(draft, id);
  if (known !== undefined) return known;
  const made = withAdoption(draft, makeSite(draft, id));
  if (draft.sites.size >= SITES_MAX) {
    count(draft, 'sites_full');
    return undefined;
  }
  if (made.adoption === 'pending' && !pendingAdmits(draft.totals.pending)) {
    count(draft, 'pending_full');
    return undefined;
  }
  return made;
};

/** The document of one site changed: it may count now, or no longer. */
export const adoptSite = (draft: Draft, id: SiteId, edit: (site: SiteFold) => SiteFold): void => {
  const site = siteIn(draft, id) ?? makeSite(draft, id);
  const next = withAdoption(draft, edit(site));
  // Silence of a site that did not count was of no interest; it starts now.
  const begins = countsInFleet(next.adoption) && !countsInFleet(site.adoption);
  const live = begins ? { ...next.live, sinceWatchMs: draft.watchedMs } : next.live;
  putSite(draft, siteIn(draft, id), { ...next, live });
};

/** Everything that is pending beyond the cap goes, counted; it comes back with its next message once there is room. */
const dropSurplus = (draft: Draft): void => {
  for (const [, site] of [...shardEntries(draft.sites)]) {
    if (pendingAdmits(draft.totals.pending - 1)) return;
    if (site.adoption !== 'pending') continue;
    removeSite(draft, site);
    count(draft, 'pending_full');
  }
};

/** Every site anew: when absence was judged for the first time. */
export const adoptAll = (draft: Draft): void => {
  settleAll(draft, (site) => withAdoption(draft, site));
  dropSurplus(draft);
};
