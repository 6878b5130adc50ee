import type { SiteId } from '../fleet/ids.ts';
import { DEFAULT_COLUMNS, type OverviewMode, type SavedView, type SiteFilter, type TableColumn } from '../fleet/saved-view.ts';
import { NO_FILTER } from './selectors/filter.ts';
import { BY_STATUS, type TableSort } from './selectors/table-sort.ts';

/** Where the operator is and what is asked for; views read it, none keeps its own copy. */
export interface NavState {
  readonly mode: OverviewMode;
  readonly filter: SiteFilter;
  readonly selected?: SiteId;
  /** Under the pointer, or focused, on map, table or alerts panel: all of them mark it. */
  readonly pointed?: SiteId;
  /** Counts up when a selection asks the map to show the site, also when it is selected already. */
  readonly reveal: number;
  /** Everything about the selected site stands open beside the map or table; false without a selection. */
  readonly drawer: boolean;
  readonly sort: TableSort;
  /** Of the table, in the order shown. */
  readonly columns: readonly TableColumn[];
}

export interface NavStore {
  state(): NavState;
  subscribe(listener: () => void): () => void;
  setMode(mode: OverviewMode): void;
  setFilter(filter: SiteFilter): void;
  /** No step of its own in the history. */
  setSort(sort: TableSort): void;
  /** No step of its own in the history. */
  setColumns(columns: readonly TableColumn[]): void;
  /** Map or table, filters and columns in one step. */
  show(view: Pick<SavedView, 'mode' | 'filter' | 'columns'>): void;
  /** `reveal`: bring the site into view on the map. No step of its own in the history. */
  select(site: SiteId | undefined, options?: { readonly reveal?: boolean }): void;
  /** Leaves the selection alone. */
  point(site: SiteId | undefined): void;
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
type Step = Pick<NavState, 'mode' | 'filter' | 'columns'>;

/** What was shown before and after; `here` is what is shown now. */
function makeHistory() {
  let past: readonly Step[] = [];
  let future: readonly Step[] = [];
  let typing = false;
  return {
    /** `typed`: the letters of one word are one step. */
    leave(here: Step, typed: boolean): void {
      if (!(typed && typing)) past = [...past, here].slice(-MOST_STEPS);
      future = [];
      typing = typed;
    },
    step(way: -1 | 1, here: Step): Step | undefined {
      const to = way < 0 ? past.at(-1) : future[0];
      if (to === undefined) return undefined;
      past = way < 0 ? past.slice(0, -1) : [...past, here];
      future = way < 0 ? [here, ...future] : future.slice(1);
      typing = false;
      return to;
    },
  };
}

export function createNavStore(): NavStore {
  let state: NavState = {
    ...{ mode: 'map', filter: NO_FILTER, reveal: 0, drawer: false },
    ...{ sort: BY_STATUS, columns: DEFAULT_COLUMNS },
  };
  const history = makeHistory();
  const listeners = new Set<() => void>();

  function set(next: NavState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function go(to: Partial<Step>, typed: boolean): void {
    history.leave(stepOf(state), typed);
    set({ ...state, ...to });
  }

  function step(way: -1 | 1): void {
    const to = history.step(way, stepOf(state));
    if (to !== undefined) set({ ...state, ...to });
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
      if (mode !== state.mode) go({ mode }, false);
    },
    setFilter(filter) {
      if (!sameFilter(filter, state.filter)) go({ filter }, onlyTextDiffers(filter, state.filter));
    },
    setSort: (sort) => set({ ...state, sort }),
    setColumns: (columns) => set({ ...state, columns }),
    show({ mode, filter, columns }) {
      if (mode === state.mode && sameFilter(filter, state.filter) && sameColumns(columns, state.columns)) return;
      go({ mode, filter, columns }, false);
    },
    select: (site, options) => select(site, site !== undefined && state.drawer, options?.reveal),
    point(site) {
      if (site === state.pointed) return;
      const { pointed: _, ...rest } = state;
      set(site === undefined ? rest : { ...rest, pointed: site });
    },
    openDrawer: (site, options) => select(site, true, options?.reveal),
    closeDrawer: () => set({ ...state, drawer: false }),
    back: () => step(-1),
    forward: () => step(1),
  };
}

const stepOf = ({ mode, filter, columns }: NavState): Step => ({ mode, filter, columns });

const sameChoices = (a: SiteFilter, b: SiteFilter): boolean =>
  a.status === b.status && a.region === b.region && a.tag === b.tag;

export const sameColumns = (a: readonly TableColumn[], b: readonly TableColumn[]): boolean =>
  a.length === b.length && a.every((column, at) => column === b[at]);

export const sameFilter = (a: SiteFilter, b: SiteFilter): boolean => a.text === b.text && sameChoices(a, b);

const onlyTextDiffers = (a: SiteFilter, b: SiteFilter): boolean => a.text !== b.text && sameChoices(a, b);
