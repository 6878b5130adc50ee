import {
  SAVED_VIEWS_MAX,
  TABLE_COLUMNS,
  VIEW_NAME_MAX,
  type SavedView,
  type SiteFilter,
  type TableColumn,
} from '../fleet/saved-view.ts';
import { STATUS_ORDER } from '../fleet/model/status.ts';

/* Saved views and columns out of untrusted JSON: what does not fit is left out. */

/** Characters of a filter's text, region or tag. */
const LONGEST_CHOICE = 200;

/** Known columns in their order on screen, each once; undefined where it is no list. */
export const parseColumns = (body: unknown): readonly TableColumn[] | undefined =>
  Array.isArray(body) ? TABLE_COLUMNS.filter((column) => body.includes(column)) : undefined;

/** The first of those that share an id or a name; undefined where it is no list. */
export const parseViews = (body: unknown): readonly SavedView[] | undefined => {
  if (!Array.isArray(body)) return undefined;
  const views = body.slice(0, 2 * SAVED_VIEWS_MAX).flatMap((view) => parseView(view) ?? []);
  const first = views.filter((view, at) => views.findIndex(({ id, name }) => id === view.id || name === view.name) === at);
  return first.slice(0, SAVED_VIEWS_MAX);
};

const parseView = (body: unknown): SavedView | undefined => {
  const { id, name, mode, filter, columns } = asRecord(body);
  const named = text(name, VIEW_NAME_MAX)?.trim();
  if (typeof id !== 'string' || !/^[\w-]{1,40}$/.test(id) || named === undefined || named === '') return undefined;
  if (mode !== 'map' && mode !== 'table') return undefined;
  return { id, name: named, mode, filter: parseFilter(filter), columns: parseColumns(columns) ?? [] };
};

const parseFilter = (body: unknown): SiteFilter => {
  const record = asRecord(body);
  const status = STATUS_ORDER.find((known) => known === record['status']);
  const [region, tag] = [text(record['region'], LONGEST_CHOICE), text(record['tag'], LONGEST_CHOICE)];
  return {
    text: text(record['text'], LONGEST_CHOICE) ?? '',
    ...(status === undefined ? {} : { status }),
    ...(region === undefined ? {} : { region }),
    ...(tag === undefined ? {} : { tag }),
  };
};

const text = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value.length <= longest ? value : undefined;

const asRecord = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
