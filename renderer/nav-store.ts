import type { SiteId } from '../fleet/ids.ts';
import { NO_FILTER, type SiteFilter } from './selectors/filter.ts';
import { BY_STATUS, type TableSort } from './selectors/table-sort.ts';

export type OverviewMode = 'map' | 'table';

/** Where the operator is and what is asked for; views read it, none keeps its own copy. */
export interface NavState {
  readonly mode: OverviewMode;
  readonly filter: SiteFilter;
  readonly selected?: SiteId;
  /** Counts up when a selection asks the map to show the site, also when it is selected already. */
  readonly reveal: number;
  /** Everything about the selected site stands open beside the map or table; false without a selection. */
  readonly drawer: boolean;
  readonly sort: TableSort;
}

export interface NavStore {
  state(): NavState;
  subscribe(listener: () => void): () => void;
  setMode(mode: OverviewMode): void;
  setFilter(filter: SiteFilter): void;
  /** No step of its own in the history. */
  setSort(sort: TableSort): void;
  /** `reveal`: bring the site into view on the map. No step of its own in the history. */
  select(site: SiteId | undefined, options?: { readonly reveal?: boolean }): void;
  /** Selects the site and opens everything about it. */
  openDrawer(site: SiteId, options?: { readonly reveal?: boolean }): void;
  /** The selection stays. */
  closeDrawer(): void;
  /** To the view and filters before; nothing where there is none. */
  back(): void;
  forward(): void;
}

/** Steps kept; the oldest is forgotten. */
const MOST_STEPS = 100;

/** What back and forward bring back. */
type Step = Pick<NavState, 'mode' | 'filter'>;

export function createNavStore(): NavStore {
  let state: NavState = { mode: 'map', filter: NO_FILTER, reveal: 0, drawer: false, sort: BY_STATUS };
  let past: readonly Step[] = [];
  let future: readonly Step[] = [];
  let typing = false;
  const listeners = new Set<() => void>();

  function set(next: NavState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  /** `typed`: the letters of one word are one step. */
  function go(to: Step, typed: boolean): void {
    if (!(typed && typing)) past = [...past, stepOf(state)].slice(-MOST_STEPS);
    future = [];
    typing = typed;
    set({ ...state, ...to });
  }

  function select(site: SiteId | undefined, drawer: boolean, reveal = false): void {
    const { selected: _, ...rest } = state;
    const selected = site === undefined ? {} : { selected: site };
    set({ ...rest, ...selected, drawer, reveal: state.reveal + (reveal ? 1 : 0) });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setMode(mode) {
      if (mode !== state.mode) go({ mode, filter: state.filter }, false);
    },
    setFilter(filter) {
      if (!sameFilter(filter, state.filter)) go({ mode: state.mode, filter }, onlyTextDiffers(filter, state.filter));
    },
    setSort: (sort) => set({ ...state, sort }),
    select: (site, options) => select(site, site !== undefined && state.drawer, options?.reveal),
    openDrawer: (site, options) => select(site, true, options?.reveal),
    closeDrawer: () => set({ ...state, drawer: false }),
    back() {
      const to = past.at(-1);
      if (to === undefined) return;
      past = past.slice(0, -1);
      future = [stepOf(state), ...future];
      typing = false;
      set({ ...state, ...to });
    },
    forward() {
      const [to, ...rest] = future;
      if (to === undefined) return;
      past = [...past, stepOf(state)];
      future = rest;
      typing = false;
      set({ ...state, ...to });
    },
  };
}

const stepOf = ({ mode, filter }: NavState): Step => ({ mode, filter });

const sameChoices = (a: SiteFilter, b: SiteFilter): boolean =>
  a.status === b.status && a.region === b.region && a.tag === b.tag;

const sameFilter = (a: SiteFilter, b: SiteFilter): boolean => a.text === b.text && sameChoices(a, b);

const onlyTextDiffers = (a: SiteFilter, b: SiteFilter): boolean => a.text !== b.text && sameChoices(a, b);
