import type { SiteId } from '../fleet/ids.ts';
import type { FleetStore } from './fleet-store.ts';
import type { PictureChange } from './fleet-picture.ts';
import type { NavStore } from './nav-store.ts';
import { emptyAlertList, makeAlertList, updateAlertList, type AlertList } from './selectors/alert-list.ts';
import type { SiteFilter } from '../fleet/saved-view.ts';
import { emptySiteList, makeSiteList, updateSiteList, type SiteList, type Sites } from './selectors/site-list.ts';
import { makeWaitingSites, NO_WAITING, updateWaitingSites, type WaitingSites } from './selectors/waiting-sites.ts';

/** Lists derived from the picture and the filter, kept up with each frame at the cost of what changed in it. */
export interface OverviewState {
  readonly sites: SiteList;
  readonly alerts: AlertList;
  /** Nobody decided about them yet; no filter hides them. */
  readonly waiting: WaitingSites;
  readonly filter: SiteFilter;
  /** Fleet time since when no hub is connected; absent while one is. */
  readonly hubsDownSinceTs?: number;
  /** A hub was connected in this engine life: when none is, that is a loss and not a first attempt. */
  readonly hubWasUp: boolean;
}

export interface OverviewStore {
  state(): OverviewState;
  subscribe(listener: () => void): () => void;
  /** After each frame and each change of the filter; `change` is absent for the latter. */
  onChange(listener: (change: PictureChange | undefined) => void): () => void;
}

/** `now`: the fleet clock, for when the last hub was lost. */
export function createOverviewStore(fleet: FleetStore, nav: NavStore, now: () => number): OverviewStore {
  let state: OverviewState = {
    sites: emptySiteList(),
    alerts: emptyAlertList(),
    waiting: NO_WAITING,
    filter: nav.state().filter,
    hubWasUp: false,
  };
  const listeners = new Set<() => void>();
  const changeListeners = new Set<(change: PictureChange | undefined) => void>();

  function publish(next: OverviewState, change: PictureChange | undefined): void {
    state = next;
    for (const listener of changeListeners) listener(change);
    for (const listener of listeners) listener();
  }

  fleet.onChange((change) => publish(nextState(state, change, now()), change));
  nav.subscribe(() => {
    const filter = nav.state().filter;
    if (filter === state.filter) return;
    publish({ ...state, filter, sites: refilter(state.sites, fleet.picture().tables.sites, filter) }, undefined);
  });

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
  };
}

/** Which regions and tags there are does not depend on the filter. */
const refilter = ({ groups }: SiteList, sites: Sites, filter: SiteFilter): SiteList => ({
  ...makeSiteList(sites, filter),
  groups,
});

function nextState(state: OverviewState, change: PictureChange, now: number): OverviewState {
  const { before, after, keys } = change;
  const hubsChanged = change.all || keys.hubs !== undefined;
  const lists = change.all
    ? {
        sites: makeSiteList(after.tables.sites, state.filter),
        alerts: makeAlertList(after.tables.alerts),
        waiting: makeWaitingSites(after.tables.sites),
      }
    : {
        sites: keys.sites
          ? updateSiteList(state.sites, before.tables.sites, after.tables.sites, keys.sites as SiteId[], state.filter)
          : state.sites,
        alerts: keys.alerts
          ? updateAlertList(state.alerts, before.tables.alerts, after.tables.alerts, keys.alerts)
          : state.alerts,
        waiting: keys.sites
          ? updateWaitingSites(state.waiting, before.tables.sites, after.tables.sites, keys.sites as SiteId[])
          : state.waiting,
      };
  return hubsChanged ? withHubs({ ...state, ...lists }, change, now) : { ...state, ...lists };
}

/**
 * Retries flip a hub between "connecting" and "waiting"; the outage itself began when the last connected one was lost.
 */
function withHubs(state: OverviewState, change: PictureChange, now: number): OverviewState {
  const { hubsDownSinceTs, hubWasUp, ...rest } = state;
  const hubs = Object.values(change.after.tables.hubs);
  const anyUp = hubs.some((hub) => hub.state === 'connected');
  const wasUp = anyUp || (hubWasUp && !change.all);
  if (hubs.length === 0 || anyUp) return { ...rest, hubWasUp: wasUp };
  return { ...rest, hubWasUp: wasUp, hubsDownSinceTs: hubsDownSinceTs ?? now };
}
