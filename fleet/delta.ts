import type { AlertRecord } from './model/alert.ts';
import type { HubRecord } from './model/hub.ts';
import type { CounterRecord, NoticeRecord } from './model/notice.ts';
import type { SiteRecord } from './model/site.ts';

/** The record tables that a window holds, each keyed by the record's id (alerts by `key`). */
export interface FleetTables {
  readonly sites: Readonly<Record<string, SiteRecord>>;
  readonly alerts: Readonly<Record<string, AlertRecord>>;
  readonly hubs: Readonly<Record<string, HubRecord>>;
  readonly notices: Readonly<Record<string, NoticeRecord>>;
  readonly counters: Readonly<Record<string, CounterRecord>>;
}

export type TableName = keyof FleetTables;
export const TABLE_NAMES = ['sites', 'alerts', 'hubs', 'notices', 'counters'] as const satisfies readonly TableName[];

/** Changes of one table; a key stands in at most one of the three. */
export interface TableDelta<R> {
  readonly added: Readonly<Record<string, R>>;
  readonly updated: Readonly<Record<string, R>>;
  readonly removed: readonly string[];
}

/** Changes of the fleet as data: apply(before, delta) = after; a squashed run equals the run. Tables without change are absent. */
export type FleetDelta = { readonly [T in TableName]?: TableDelta<FleetTables[T][string]> };
