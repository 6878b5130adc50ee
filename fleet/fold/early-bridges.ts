import type { SiteId } from '../ids.ts';
import type { HubId } from '../model/hub.ts';
import { shardDelete, shardEntries, shardGet, shardSet } from '../shard-map.ts';
import { count } from './counters.ts';
import type { Draft } from './draft.ts';
import { withBridges } from './life.ts';
import type { SiteFold } from './site-fold.ts';

/*
 * Bridge states of sites that have no document yet: hubs send their retained messages in any order, and a bridge state is
 * sent only once per connection.
 */

/** Bound on names that a hub can make us hold; beyond it the state is counted and unknown until the bridge changes. */
const EARLY_MAX = 20_000;

export const noteEarlyBridge = (draft: Draft, id: SiteId, hub: HubId, up: boolean | undefined): void => {
  const known = shardGet(draft.early, id);
  if (known === undefined && draft.early.size >= EARLY_MAX) return count(draft, 'bridge_unknown_site');
  const { [hub]: _before, ...others } = known ?? {};
  draft.early = shardSet(draft.early, id, up === undefined ? others : { ...others, [hub]: up ? 'up' : 'down' });
};

/** A site that has just been made takes what was said of its bridge before. */
export const withEarlyBridges = (draft: Draft, site: SiteFold): SiteFold => {
  const bridges = shardGet(draft.early, site.id);
  if (bridges === undefined) return site;
  draft.early = shardDelete(draft.early, site.id);
  return { ...site, live: withBridges(draft, site.live, bridges) };
};

/** What a hub said ends with its connection. */
export const forgetEarlyBridges = (draft: Draft, hub: HubId): void => {
  for (const [id, bridges] of [...shardEntries(draft.early)]) {
    const { [hub]: gone, ...others } = bridges;
    if (gone !== undefined) draft.early = shardSet(draft.early, id, others);
  }
};
