import type { SiteId } from '../fleet/ids.ts';
import { NO_FILTER, type SiteFilter } from './selectors/filter.ts';

export type OverviewMode = 'map' | 'table';

/** Where the operator is and what is asked for; views read it, none keeps its own copy. */
export interface NavState {
  readonly mode: OverviewMode;
  readonly filter: SiteFilter;
  readonly selected?: SiteId;
  /** Counts up when a selection asks the map to show the site, also when it is selected already. */
  readonly reveal: number;
}

export interface NavStore {
  state(): NavState;
  subscribe(listener: () => void): () => void;
  setMode(mode: OverviewMode): void;
  setFilter(filter: SiteFilter): void;
  /** `reveal`: bring the site into view on the map. */
  select(site: SiteId | undefined, options?: { readonly reveal?: boolean }): void;
}

export function createNavStore(): NavStore {
  let state: NavState = { mode: 'map', filter: NO_FILTER, reveal: 0 };
  const listeners = new Set<() => void>();

  function set(next: NavState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setMode: (mode) => set({ ...state, mode }),
    setFilter: (filter) => set({ ...state, filter }),
    select(site, options) {
      const { selected: _, ...rest } = state;
      set({
        ...rest,
        ...(site === undefined ? {} : { selected: site }),
        reveal: state.reveal + (options?.reveal ? 1 : 0),
      });
    },
  };
}
