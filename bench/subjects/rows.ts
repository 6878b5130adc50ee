import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DATABASE_FILE } from '../../main/engine/store/database.ts';
import type { LoadTotals } from '../load/site-load.ts';

const QUERIES = {
  sites: 'SELECT count(*) FROM site',
  documents: 'SELECT count(*) FROM document',
  documentSeqs: 'SELECT coalesce(sum(seq), 0) FROM document',
  events: 'SELECT count(*) FROM history',
  eventSeqs: 'SELECT coalesce(sum(seq), 0) FROM history',
  alerts: 'SELECT count(*) FROM alert',
  revisions: "SELECT coalesce(sum(json_extract(record, '$.rev')), 0) FROM alert",
  spooled: 'SELECT count(*) FROM flood_spool',
} as const;

/** Throws unless the database of an ended engine holds the last document of every topic, every event, and every alert. */
export const verifyRows = (dataDir: string, totals: LoadTotals, sites: number): void => {
  const db = new Sqlite(join(dataDir, DATABASE_FILE), { readonly: true });
  try {
    const found = Object.fromEntries(Object.entries(QUERIES).map(([name, query]) => [name, Number(db.prepare(query).pluck().get())]));
    const { documents, documentSeqs, events, eventSeqs, alerts, revisions } = totals;
    const expected = { sites, documents, documentSeqs, events, eventSeqs, alerts, revisions, spooled: 0 };
    const wrong = Object.entries(expected).filter(([name, value]) => found[name] !== value);
    if (wrong.length === 0) return;
    throw new Error(`rows are missing: ${wrong.map(([name, value]) => `${name} ${found[name]} instead of ${value}`).join(', ')}`);
  } finally {
    db.close();
  }
};
