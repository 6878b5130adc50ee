import type { Statement } from 'better-sqlite3';
import type { WritableDatabase } from './database.ts';
import { rowsOf, type StoreBatch } from './batch.ts';

export interface Writer {
  /**
   * One transaction. `durable` waits until the bytes are on the disk (messages that will be acknowledged); without it a
   * power cut may cost the last second, which retained messages heal. Throws SQLite's error and leaves no row.
   */
  commit(batch: StoreBatch, durable: boolean): void;
}

const SQL = {
  document: `INSERT INTO document (site, kind, boot, seq, rx_ts, body) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (site, kind) DO UPDATE SET boot = excluded.boot, seq = excluded.seq, rx_ts = excluded.rx_ts, body = excluded.body`,
  documentAt: 'UPDATE document SET boot = ?, seq = ?, rx_ts = ?, body = ? WHERE rowid = ? AND site = ? AND kind = ?',
  documentRow: 'SELECT rowid FROM document WHERE site = ? AND kind = ?',
  clearDocument: 'DELETE FROM document WHERE site = ? AND kind = ?',
  site: 'INSERT INTO site (site, fold) VALUES (?, ?) ON CONFLICT (site) DO UPDATE SET fold = excluded.fold',
  alert: `INSERT INTO alert (key, state, closed_ts, record) VALUES (?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET state = excluded.state, closed_ts = excluded.closed_ts, record = excluded.record`,
  history: 'INSERT INTO history (site, kind, boot, seq, ts, rx_ts, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  desk: 'INSERT INTO desk (topic, body) VALUES (?, ?) ON CONFLICT (topic) DO UPDATE SET body = excluded.body',
  deskVersion: 'INSERT OR IGNORE INTO desk_version (topic, n, console, rx_ts, body) VALUES (?, ?, ?, ?, ?)',
  removeDesk: 'DELETE FROM desk WHERE topic = ?',
  spool: 'INSERT INTO flood_spool (site, kind, hub, topic, retained, rx_ts, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  unspool: 'DELETE FROM flood_spool WHERE id = ?',
} as const;

type Statements = { readonly [N in keyof typeof SQL]: Statement<unknown[]> };

const prepareAll = (db: WritableDatabase): Statements =>
  Object.fromEntries(Object.entries(SQL).map(([name, text]) => [name, db.prepare(text)])) as Statements;

/** Where each document's row is, so that most are found by number. A row that is not there any more is looked for by its key. */
type DocumentRows = Map<string, number>;
/** More than 20,000 sites have documents; what is forgotten is looked for by its key. */
const ROWS_MAX = 200_000;

const writeDocuments = (statements: Statements, rows: DocumentRows, { documents }: StoreBatch): void => {
  for (const [key, entry] of documents) {
    if ('cleared' in entry) {
      statements.clearDocument.run(entry.cleared.site, entry.cleared.kind);
      continue;
    }
    const { site, kind, boot, seq, rxTs } = entry.write;
    const known = rows.get(key);
    if (known !== undefined && statements.documentAt.run(boot, seq, rxTs, entry.body, known, site, kind).changes === 1) continue;
    statements.document.run(site, kind, boot, seq, rxTs, entry.body);
    if (rows.size >= ROWS_MAX) rows.clear();
    rows.set(key, (statements.documentRow.get(site, kind) as { rowid: number }).rowid);
  }
};

const writePicture = (statements: Statements, batch: StoreBatch): void => {
  for (const [site, fold] of batch.sites) statements.site.run(site, JSON.stringify(fold));
  for (const [key, record] of batch.alerts) {
    statements.alert.run(key, record.state, record.closedTs ?? null, JSON.stringify(record));
  }
  for (const [topic, body] of batch.desk) {
    if (body === undefined) statements.removeDesk.run(topic);
    else statements.desk.run(topic, body);
  }
  for (const { topic, n, console, rxTs, body } of batch.deskVersions) statements.deskVersion.run(topic, n, console, rxTs, body);
};

const writeEvents = (statements: Statements, batch: StoreBatch): void => {
  for (const { write, body } of batch.history) {
    statements.history.run(write.site, write.kind, write.boot, write.seq, write.ts, write.rxTs, body);
  }
  for (const row of batch.spooled) {
    statements.spool.run(row.site, row.kind, row.hub, row.topic, row.retained ? 1 : 0, row.rxTs, row.body);
  }
  for (const id of batch.unspooled) statements.unspool.run(id);
};

/** The only place that writes fleet data. Statements are prepared once. */
export const createWriter = (db: WritableDatabase): Writer => {
  const statements = prepareAll(db);
  const documentRows: DocumentRows = new Map();
  const write = db.transaction((batch: StoreBatch) => {
    writeDocuments(statements, documentRows, batch);
    writePicture(statements, batch);
    writeEvents(statements, batch);
  });
  let durableNow = false;
  return {
    commit: (batch, durable) => {
      if (rowsOf(batch) === 0) return;
      if (durable !== durableNow) {
        db.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
        durableNow = durable;
      }
      write.immediate(batch);
    },
  };
};
