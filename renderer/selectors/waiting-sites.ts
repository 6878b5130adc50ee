import { ADOPT_SITES_MAX } from '../../fleet/desk/adoption.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { countsInFleet } from './filter.ts';
import type { Sites } from './site-list.ts';

/** Sites about which somebody may decide, each list by id (contract §6 "Adoption"). */
export interface WaitingSites {
  /** Shown and counted as new. */
  readonly fresh: readonly SiteId[];
  /** Shown as adopted by `--hub` with an empty profile. */
  readonly undecided: readonly SiteId[];
  /** Of a fleet that has been adopted before: counted nowhere. */
  readonly pending: readonly SiteId[];
  /** Somebody decided against them: shown nowhere else. */
  readonly ignored: readonly SiteId[];
  /** Another router reports in the place of the one before (contract §3). */
  readonly replaced: readonly SiteId[];
}

export const NO_WAITING: WaitingSites = { fresh: [], undecided: [], pending: [], ignored: [], replaced: [] };

const waitsAs = (site: SiteRecord | undefined): Exclude<keyof WaitingSites, 'replaced'> | undefined => {
  if (site?.adoption === 'new') return 'fresh';
  if (site?.adoption === 'pending' || site?.adoption === 'ignored') return site.adoption;
  return site?.undecided ? 'undecided' : undefined;
};

/** Where two routers report by turns none is the new one: that is an alert, and a question for the drawer only. */
const isReplaced = (site: SiteRecord | undefined): boolean =>
  countsInFleet(site) && site.badges.includes('reinstalled') && !site.badges.includes('two_devices');

export function makeWaitingSites(sites: Sites): WaitingSites {
  const list = (): SiteId[] => [];
  const made = { fresh: list(), undecided: list(), pending: list(), ignored: list(), replaced: list() };
  for (const site of Object.values(sites)) {
    const waits = waitsAs(site);
    if (waits) made[waits].push(site.id);
    if (isReplaced(site)) made.replaced.push(site.id);
  }
  for (const ids of Object.values(made)) ids.sort();
  return made;
}

/** The same lists while no site among `changed` began or ceased to wait: one look at each, and no new object. */
export const updateWaitingSites = (
  waiting: WaitingSites,
  before: Sites,
  after: Sites,
  changed: readonly SiteId[],
): WaitingSites =>
  changed.some(
    (id) => waitsAs(before[id]) !== waitsAs(after[id]) || isReplaced(before[id]) !== isReplaced(after[id]),
  ) ? makeWaitingSites(after) : waiting;

/** Of the lists as they were `shown`, what waits still; `more`: others wait meanwhile. */
export function leftOf(shown: WaitingSites, now: WaitingSites): { readonly left: WaitingSites; readonly more: boolean } {
  if (shown === now) return { left: now, more: false };
  const of = (list: keyof WaitingSites): readonly SiteId[] => {
    const waits = new Set(now[list]);
    return shown[list].filter((id) => waits.has(id));
  };
  const [fresh, undecided, pending, replaced] = [of('fresh'), of('undecided'), of('pending'), of('replaced')];
  const left = { fresh, undecided, pending, replaced, ignored: of('ignored') };
  const more = (['fresh', 'undecided', 'pending', 'replaced'] as const).some((list) => left[list].length < now[list].length);
  return { left, more };
}

/** One request names a bounded number of sites. */
export const adoptRequests = (sites: readonly SiteId[]): readonly (readonly SiteId[])[] =>
  Array.from({ length: Math.ceil(sites.length / ADOPT_SITES_MAX) }, (_, index) =>
    sites.slice(index * ADOPT_SITES_MAX, (index + 1) * ADOPT_SITES_MAX),
  );

/** Where every hub lets this console only look, a decision would reach nobody. */
export const mayDecide = (hubs: readonly HubRecord[]): boolean => hubs.length === 0 || hubs.some((hub) => !hub.readOnly);
