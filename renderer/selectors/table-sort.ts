import type { SiteId } from '../../fleet/ids.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { TableColumn } from '../../fleet/saved-view.ts';
import { heardTs, type Sites } from './site-list.ts';

/** `status` is the overview's own order: worst first, then the newest change. */
export type SortColumn = 'status' | 'site' | Exclude<TableColumn, 'state' | 'tags'>;

export interface TableSort {
  readonly by: SortColumn;
  readonly down: boolean;
}

export const BY_STATUS: TableSort = { by: 'status', down: true };

/** A column's first click: words from A, figures with the trouble on top. */
const STARTS_DOWN: ReadonlySet<SortColumn> = new Set(['status', 'cameras', 'nvrs', 'line']);

/** Another click on the same column turns it round. */
export const nextSort = (sort: TableSort, by: SortColumn): TableSort =>
  sort.by === by ? { by, down: !sort.down } : { by, down: STARTS_DOWN.has(by) };

/** What a column compares; absent is "not told" and stands last in both directions. */
function valueOf(site: SiteRecord | undefined, by: Exclude<SortColumn, 'status'>): string | number | undefined {
  switch (by) {
    case 'site':
      return site?.id;
    case 'name':
      return site?.name;
    case 'region':
      return site?.region;
    case 'cameras':
      return site?.cameras && site.cameras.total - site.cameras.disabled - site.cameras.online;
    case 'nvrs':
      return site?.nvrs && site.nvrs.total - site.nvrs.up;
    case 'line':
      return site?.wan?.lossPct === undefined ? site?.wan?.rttMs : site.wan.lossPct * 10_000 + (site.wan.rttMs ?? 0);
    case 'certificate':
      return site?.certNotAfterTs;
    case 'version':
      return site?.agentVersion;
    case 'disk':
      return site?.diskFullInH;
    case 'heard':
      return site && heardTs(site);
    default:
      return by satisfies never;
  }
}

/** `order` sorted anew; equal values keep their place in it, so that worst then newest decides among them. */
export function sortSites(
  order: readonly SiteId[],
  sites: Sites,
  { by, down }: TableSort,
  language: string,
): readonly SiteId[] {
  if (by === 'status') return down ? order : order.toReversed();
  const words = new Intl.Collator(language, { numeric: true });
  const keyed = order.map((id) => ({ id, value: valueOf(sites[id], by) }));
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined)
      return Number(a.value === undefined) - Number(b.value === undefined);
    const up = typeof a.value === 'string' ? words.compare(a.value, String(b.value)) : a.value - Number(b.value);
    return down ? -up : up;
  });
  return keyed.map(({ id }) => id);
}
