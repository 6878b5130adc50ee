import { STALE_AFTER_MS } from '../alert-clock.ts';
import type { LinkState } from '../model/site.ts';
import type { Draft } from './draft.ts';
import type { SiteFold, SiteLive } from './site-fold.ts';

/*
 * Life and bridge of one site (contract §4 "What proves life"): life by a live state above the known one of its topic, the
 * bridge also by `1` at a connected hub or by a known state that is sent again.
 */

/** A live state above the known one: the agent lives, and so does its bridge. */
export const withLife = (draft: Draft, live: SiteLive): SiteLive => ({
  ...live,
  lifeTs: draft.at.wallTs,
  lifeMono: draft.at.monoMs,
  lifeWatchMs: draft.watchedMs,
  bridgeWatchMs: draft.watchedMs,
  inOutage: false,
  excused: false,
});

/** Something came through the bridge now; of the agent it says nothing. */
export const withBridgeProof = (draft: Draft, live: SiteLive): SiteLive => ({
  ...live,
  bridgeWatchMs: draft.watchedMs,
});

/** While a connected hub says `1` the bridge counts as proven (contract §4). */
export const isBridgeUp = (live: SiteLive): boolean => live.bridgeUpWatchMs !== undefined;

/** Ms of watched time without life. */
export const lifeSilenceMs = (draft: Draft, live: SiteLive): number =>
  draft.watchedMs - Math.max(live.lifeWatchMs ?? live.sinceWatchMs, live.sinceWatchMs, draft.watch.floorMs);

/** Ms of watched time without life and without any sign of the bridge. */
export const bridgeSilenceMs = (draft: Draft, live: SiteLive): number =>
  isBridgeUp(live) ? 0 : Math.min(lifeSilenceMs(draft, live), draft.watchedMs - (live.bridgeWatchMs ?? -Infinity));

/** Ms of watched time without life in which the bridge was up all the time. */
export const agentSilenceMs = (draft: Draft, live: SiteLive): number =>
  live.bridgeUpWatchMs === undefined ? 0 : Math.min(lifeSilenceMs(draft, live), draft.watchedMs - live.bridgeUpWatchMs);

/** Every connected hub says `0`. */
const isDownEverywhere = (draft: Draft, live: SiteLive): boolean =>
  draft.connected.length > 0 && draft.connected.every((hub) => live.bridges[hub] === 'down');

/** Contract §4 "Link". Life before a sleep or before the last start of this console does not make it `up`. */
export const linkOf = (draft: Draft, live: SiteLive): LinkState => {
  if (isDownEverywhere(draft, live)) return 'down';
  if (live.lifeTs === undefined || draft.watch.blind) return 'unknown';
  const { lifeMono, lifeWatchMs } = live;
  if (!draft.watch.connected || lifeMono === undefined || lifeWatchMs === undefined) return 'stale';
  const fresh = draft.at.monoMs - lifeMono < STALE_AFTER_MS && lifeWatchMs >= draft.watch.floorMs;
  return fresh ? 'up' : 'stale';
};

/** A hub may speak of bridges before it counts as connected; until then that is no evidence. */
const anyUp = (draft: Draft, bridges: SiteLive['bridges']): boolean =>
  draft.connected.some((hub) => bridges[hub] === 'up');

/** A changed set of bridge states: the moment at which the bridge was last proven moves with it. */
export const withBridges = (draft: Draft, live: SiteLive, bridges: SiteLive['bridges']): SiteLive => {
  const { bridgeUpWatchMs, ...rest } = live;
  const next = { ...rest, bridges };
  if (anyUp(draft, bridges))
    return { ...next, bridgeUpWatchMs: bridgeUpWatchMs ?? draft.watchedMs, bridgeWatchMs: draft.watchedMs };
  return bridgeUpWatchMs === undefined ? next : { ...next, bridgeWatchMs: draft.watchedMs };
};

/** `$SYS/broker/connection/S/state` of one hub. Undefined: neither `1` nor `0`, no evidence. */
export const withBridgeState = (draft: Draft, site: SiteFold, hub: string, up: boolean | undefined): SiteFold => {
  const said = up === undefined ? undefined : up ? 'up' : 'down';
  if (site.live.bridges[hub] === said) return site;
  const { [hub]: _before, ...others } = site.live.bridges;
  const bridges: SiteLive['bridges'] = said === undefined ? others : { ...others, [hub]: said };
  return { ...site, live: withBridges(draft, site.live, bridges) };
};
