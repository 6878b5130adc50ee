import type { SiteId } from '../../../fleet/ids.ts';
import type { AlertRecord } from '../../../fleet/model/alert.ts';
import type { StoreWrite } from '../../../fleet/reduction.ts';

export type DocumentWrite = Extract<StoreWrite, { table: 'document' }>;
export type HistoryWrite = Extract<StoreWrite, { table: 'history' }>;

/** An event of a flooding site on its way into the spool. */
export interface SpoolRow {
  readonly site: SiteId;
  readonly kind: string;
  readonly hub: string;
  readonly topic: string;
  readonly retained: boolean;
  readonly rxTs: number;
  readonly body: Buffer;
}

/**
 * What one transaction will write. Of several writes to one row only the last stays, so a site that speaks ten times in a
 * batch costs one row. Payload bytes are kept as they came; nothing is parsed or written as JSON twice.
 */
export interface StoreBatch {
  readonly documents: Map<string, { readonly write: DocumentWrite; readonly body: Buffer } | { readonly cleared: Extract<StoreWrite, { table: 'document-cleared' }> }>;
  readonly sites: Map<SiteId, unknown>;
  readonly alerts: Map<string, AlertRecord>;
  readonly history: { readonly write: HistoryWrite; readonly body: Buffer }[];
  /** Undefined removes the row. */
  readonly desk: Map<string, string | undefined>;
  readonly deskVersions: Extract<StoreWrite, { table: 'desk-version' }>[];
  readonly spooled: SpoolRow[];
  /** Ids of spool rows that were folded. */
  readonly unspooled: number[];
}

export const emptyBatch = (): StoreBatch => ({
  documents: new Map(),
  sites: new Map(),
  alerts: new Map(),
  history: [],
  desk: new Map(),
  deskVersions: [],
  spooled: [],
  unspooled: [],
});

/** Rows that a commit of this batch touches, for the bench and for empty batches. */
export const rowsOf = (batch: StoreBatch): number =>
  batch.documents.size +
  batch.sites.size +
  batch.alerts.size +
  batch.history.length +
  batch.desk.size +
  batch.deskVersions.length +
  batch.spooled.length +
  batch.unspooled.length;

/** Adds what one event left to be stored; `payload` are the event's bytes (documents and history are stored as they came). */
export const addWrites = (batch: StoreBatch, writes: readonly StoreWrite[], payload: Buffer | undefined): void => {
  for (const write of writes) {
    switch (write.table) {
      case 'document':
        batch.documents.set(`${write.site}/${write.kind}`, { write, body: bytesOf(write, payload) });
        break;
      case 'document-cleared':
        batch.documents.set(`${write.site}/${write.kind}`, { cleared: write });
        break;
      case 'site':
        batch.sites.set(write.site, write.fold);
        break;
      case 'alert':
        batch.alerts.set(write.record.key, write.record);
        break;
      case 'history':
        batch.history.push({ write, body: bytesOf(write, payload) });
        break;
      case 'desk':
        batch.desk.set(write.topic, write.body);
        break;
      case 'desk-version':
        batch.deskVersions.push(write);
        break;
      case 'desk-removed':
        batch.desk.set(write.topic, undefined);
        break;
      default:
        write satisfies never;
    }
  }
};

const bytesOf = (write: StoreWrite, payload: Buffer | undefined): Buffer => {
  if (payload === undefined) throw new Error(`a ${write.table} write came from an event without bytes`);
  return payload;
};
