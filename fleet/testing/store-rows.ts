import type { FleetEvent } from '../events.ts';
import type { SiteId } from '../ids.ts';
import type { AlertRecord } from '../model/alert.ts';
import type { StoredFleet, StoreWrite } from '../reduction.ts';
import type { StateKind } from '../wire/catalogue.ts';

/* What a store keeps of the fold's writes, in memory and as JSON, as the engine's writer does in SQLite. */

export interface Rows {
  readonly documents: Map<string, string>;
  readonly sites: Map<string, string>;
  readonly alerts: Map<string, string>;
  readonly desk: Map<string, string>;
  history: number;
}

export const emptyRows = (): Rows => ({
  documents: new Map(),
  sites: new Map(),
  alerts: new Map(),
  desk: new Map(),
  history: 0,
});

const bodyOf = (event: FleetEvent): unknown =>
  event.type === 'message' && 'body' in event.message ? event.message.body : undefined;

const writeRow = (rows: Rows, write: StoreWrite, event: FleetEvent): void => {
  switch (write.table) {
    case 'document':
      rows.documents.set(`${write.site} ${write.kind}`, JSON.stringify({ rxTs: write.rxTs, body: bodyOf(event) }));
      return;
    case 'document-cleared':
      rows.documents.delete(`${write.site} ${write.kind}`);
      return;
    case 'site':
      rows.sites.set(write.site, JSON.stringify(write.fold));
      return;
    case 'alert':
      rows.alerts.set(write.record.key, JSON.stringify(write.record));
      return;
    case 'history':
      rows.history += 1;
      return;
    case 'desk':
      rows.desk.set(write.topic, write.body);
      return;
    case 'desk-version':
      return;
    case 'desk-removed':
      rows.desk.delete(write.topic);
      return;
    default:
      write satisfies never;
  }
};

export const writeRows = (rows: Rows, writes: readonly StoreWrite[], event: FleetEvent): void => {
  for (const write of writes) writeRow(rows, write, event);
};

/** The rows as they are read at the next start. */
export const storedIn = (rows: Rows): StoredFleet => ({
  documents: [...rows.documents].map(([key, row]) => {
    const [site, kind] = key.split(' ');
    return { site: site as SiteId, kind: kind as StateKind, ...(JSON.parse(row) as { rxTs: number; body: unknown }) };
  }),
  sites: [...rows.sites].map(([site, fold]) => ({ site: site as SiteId, fold: JSON.parse(fold) as unknown })),
  alerts: [...rows.alerts.values()].map((row) => JSON.parse(row) as AlertRecord),
  desk: [...rows.desk].map(([topic, body]) => ({ topic, body: JSON.parse(body) as unknown })),
});
