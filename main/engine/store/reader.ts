import type { SiteId } from '../../../fleet/ids.ts';
import type { AlertRecord } from '../../../fleet/model/alert.ts';
import type { StoredFleet } from '../../../fleet/reduction.ts';
import type { StateKind } from '../../../fleet/wire/catalogue.ts';
import type { ReadableDatabase } from './database.ts';

export interface SpooledEvent {
  readonly id: number;
  readonly site: SiteId;
  readonly hub: string;
  readonly topic: string;
  readonly retained: boolean;
  readonly rxTs: number;
  readonly body: Buffer;
}

export interface Reader {
  /** Everything that the fold needs to stand where it stood. Rows that no longer parse are left out: the hubs have them. */
  readFleet(): StoredFleet & { readonly pictureTs: number | undefined };
  siteDocuments(site: SiteId): Readonly<Partial<Record<StateKind, unknown>>>;
  /** Events in the spool by site, to know its bounds again. */
  spoolSizes(): readonly { readonly site: SiteId; readonly n: number }[];
  /** The oldest spooled events of a site. */
  spooled(site: SiteId, limit: number): readonly SpooledEvent[];
  /** Beaten versions of documents under this start of a topic, newest first. */
  deskVersions(topicStart: string, limit: number): readonly { readonly topic: string; readonly rxTs: number; readonly body: unknown }[];
  meta(name: string): string | undefined;
  /** Counts every row: for a question of the operator, not for a clock. */
  figures(): StoreFigures;
}

export interface StoreFigures {
  readonly bytes: number;
  readonly rows: readonly { readonly table: string; readonly n: number }[];
  readonly sqlite: string;
}

const TABLES = ['site', 'document', 'alert', 'desk', 'history', 'flood_spool'] as const;

const figuresOf = (db: ReadableDatabase): StoreFigures => {
  const one = (sql: string): unknown => db.prepare(sql).pluck().get();
  return {
    bytes: Number(one('SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()')),
    rows: TABLES.map((table) => ({ table, n: Number(one(`SELECT count(*) FROM ${table}`)) })),
    sqlite: String(one('SELECT sqlite_version()')),
  };
};

interface DocumentRow {
  readonly site: SiteId;
  readonly kind: StateKind;
  readonly rx_ts: number;
  readonly body: Buffer;
}

const parseOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parsedRows = <R, T>(rows: readonly R[], text: (row: R) => string, build: (row: R, value: unknown) => T): T[] =>
  rows.flatMap((row) => {
    const value = parseOrUndefined(text(row));
    return value === undefined ? [] : [build(row, value)];
  });

export const createReader = (db: ReadableDatabase): Reader => {
  const documentsOf = db.prepare('SELECT site, kind, rx_ts, body FROM document WHERE site = ?');
  const spooledOf = db.prepare('SELECT id, site, hub, topic, retained, rx_ts, body FROM flood_spool WHERE site = ? ORDER BY id LIMIT ?');
  const sizesOf = db.prepare('SELECT site, count(*) AS n FROM flood_spool GROUP BY site');
  const versionsOf = db.prepare('SELECT topic, rx_ts, body FROM desk_version WHERE substr(topic, 1, ?) = ? ORDER BY id DESC LIMIT ?');
  const metaOf = db.prepare('SELECT value FROM meta WHERE name = ?').pluck();
  return {
    readFleet: () => {
      const documents = db.prepare('SELECT site, kind, rx_ts, body FROM document').all() as DocumentRow[];
      const sites = db.prepare('SELECT site, fold FROM site').all() as { site: SiteId; fold: string }[];
      const alerts = db.prepare('SELECT record FROM alert').all() as { record: string }[];
      const desk = db.prepare('SELECT topic, body FROM desk').all() as { topic: string; body: string }[];
      let pictureTs: number | undefined;
      for (const { rx_ts } of documents) if (pictureTs === undefined || rx_ts > pictureTs) pictureTs = rx_ts;
      return {
        documents: parsedRows(documents, (row) => row.body.toString('utf8'), ({ site, kind, rx_ts }, body) => ({ site, kind, rxTs: rx_ts, body })),
        sites: parsedRows(sites, (row) => row.fold, ({ site }, fold) => ({ site, fold })),
        alerts: parsedRows(alerts, (row) => row.record, (_row, record) => record as AlertRecord),
        desk: parsedRows(desk, (row) => row.body, ({ topic }, body) => ({ topic, body })),
        pictureTs,
      };
    },
    siteDocuments: (site) => {
      const rows = documentsOf.all(site) as DocumentRow[];
      return Object.fromEntries(parsedRows(rows, (row) => row.body.toString('utf8'), ({ kind }, body) => [kind, body] as const));
    },
    spoolSizes: () =>
      sizesOf.all() as { site: SiteId; n: number }[],
    spooled: (site, limit) =>
      (spooledOf.all(site, limit) as (Omit<SpooledEvent, 'rxTs' | 'retained'> & { rx_ts: number; retained: number })[]).map((row) => ({
        id: row.id,
        site: row.site,
        hub: row.hub,
        topic: row.topic,
        retained: row.retained === 1,
        rxTs: row.rx_ts,
        body: row.body,
      })),
    deskVersions: (topicStart, limit) => {
      const rows = versionsOf.all(topicStart.length, topicStart, limit) as { topic: string; rx_ts: number; body: string }[];
      return parsedRows(rows, (row) => row.body, ({ topic, rx_ts: rxTs }, body) => ({ topic, rxTs, body }));
    },
    figures: () => figuresOf(db),
    meta: (name) => metaOf.get(name) as string | undefined,
  };
};
