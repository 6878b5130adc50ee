import { ADOPT_SITES_MAX } from '../../fleet/desk/adoption.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { Sites } from './site-list.ts';

/** Sites about which nobody decided yet, each list by id (contract §6 "Adoption"). */
export interface WaitingSites {
  /** Shown and counted as new. */
  readonly fresh: readonly SiteId[];
  /** Shown as adopted by `--hub` with an empty profile. */
  readonly undecided: readonly SiteId[];
  /** Of a fleet that has been adopted before: counted nowhere. */
  readonly pending: readonly SiteId[];
}

export const NO_WAITING: WaitingSites = { fresh: [], undecided: [], pending: [] };

const waitsAs = (site: SiteRecord | undefined): keyof WaitingSites | undefined => {
  if (site?.adoption === 'new') return 'fresh';
  if (site?.adoption === 'pending') return 'pending';
  return site?.undecided ? 'undecided' : undefined;
};

export function makeWaitingSites(sites: Sites): WaitingSites {
  const made = { fresh: [] as SiteId[], undecided: [] as SiteId[], pending: [] as SiteId[] };
  for (const site of Object.values(sites)) {
    const list = waitsAs(site);
    if (list) made[list].push(site.id);
  }
  for (const list of Object.values(made)) list.sort();
  return made;
}

/** The same lists while no site among `changed` began or ceased to wait: one look at each, and no new object. */
export const updateWaitingSites = (
  waiting: WaitingSites,
  before: Sites,
  after: Sites,
  changed: readonly SiteId[],
): WaitingSites =>
  changed.some((id) => waitsAs(before[id]) !== waitsAs(after[id])) ? makeWaitingSites(after) : waiting;

/** One request names a bounded number of sites. */
export const adoptRequests = (sites: readonly SiteId[]): readonly (readonly SiteId[])[] =>
  Array.from({ length: Math.ceil(sites.length / ADOPT_SITES_MAX) }, (_, index) =>
    sites.slice(index * ADOPT_SITES_MAX, (index + 1) * ADOPT_SITES_MAX),
  );

/** Where every hub lets this console only look, a decision would reach nobody. */
export const mayDecide = (hubs: readonly HubRecord[]): boolean => hubs.length === 0 || hubs.some((hub) => !hub.readOnly);
