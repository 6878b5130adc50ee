import { SAVED_VIEWS_MAX, VIEW_NAME_MAX, type SavedView } from '../../fleet/saved-view.ts';
import { sameColumns, sameFilter, type NavState } from '../nav-store.ts';
import { isFiltering } from './filter.ts';

type Shown = Pick<NavState, 'mode' | 'filter' | 'columns'>;

/** The view that is on screen just as it was saved; `all`: nothing is filtered and no view says so. */
export function viewShown(views: readonly SavedView[], shown: Shown): SavedView['id'] | 'all' | undefined {
  const same = views.find(
    ({ mode, filter, columns }) =>
      mode === shown.mode && sameFilter(filter, shown.filter) && sameColumns(columns, shown.columns),
  );
  return same?.id ?? (isFiltering(shown.filter) ? undefined : 'all');
}

export const cleanName = (name: string): string => name.trim().slice(0, VIEW_NAME_MAX);

/** `v-N` with the next free N. */
const nextId = (views: readonly SavedView[]): string =>
  `v-${1 + Math.max(0, ...views.map(({ id }) => Number(/^v-(\d+)$/.exec(id)?.[1] ?? 0)))}`;

/** The views with what is shown as one of them; one of the same name takes its place. Unchanged where there is no room. */
export function withView(views: readonly SavedView[], name: string, { mode, filter, columns }: Shown): readonly SavedView[] {
  const named = cleanName(name);
  if (named === '') return views;
  const known = views.find((view) => view.name === named);
  const view: SavedView = { id: known?.id ?? nextId(views), name: named, mode, filter, columns };
  if (known) return views.map((one) => (one === known ? view : one));
  return views.length >= SAVED_VIEWS_MAX ? views : [...views, view];
}

/** Unchanged where the name is empty or another view's. */
export function renamed(views: readonly SavedView[], id: SavedView['id'], name: string): readonly SavedView[] {
  const named = cleanName(name);
  if (named === '' || views.some((view) => view.id !== id && view.name === named)) return views;
  return views.map((view) => (view.id === id ? { ...view, name: named } : view));
}
