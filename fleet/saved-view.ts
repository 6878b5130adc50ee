import type { SiteStatus } from './model/status.ts';

/* What an operator asked to see of the fleet, and names for it. */

export type OverviewMode = 'map' | 'table';

/** Acts on map, table and panels alike. */
export interface SiteFilter {
  readonly text: string;
  readonly status?: SiteStatus;
  readonly region?: string;
  readonly tag?: string;
}

/** Columns of the site table in the order shown. The shape of the status, the id and the reason always stand. */
export const TABLE_COLUMNS = [
  'name',
  'state',
  'region',
  'tags',
  'cameras',
  'nvrs',
  'disk',
  'line',
  'certificate',
  'version',
  'heard',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

export const DEFAULT_COLUMNS: readonly TableColumn[] = ['name', 'state', 'region', 'cameras', 'disk', 'heard'];

/** Filters, map or table, and columns under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly mode: OverviewMode;
  readonly filter: SiteFilter;
  readonly columns: readonly TableColumn[];
}

/** As many as an operator finds again, and as many as are read from a file. */
export const SAVED_VIEWS_MAX = 24;
export const VIEW_NAME_MAX = 60;
