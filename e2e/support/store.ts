import { join } from 'node:path';
import Database from 'better-sqlite3';

/** What the engine has committed for the real fleet, read beside it. */
export interface Stored {
  /** Ids of open alerts that agents raised, per site, sorted. */
  readonly openAlerts: Record<string, string[]>;
  /** Alert events as they came. */
  readonly events: number;
  /** The same without copies: one per (site, boot, seq). */
  readonly distinctEvents: number;
}

interface AlertRow {
  readonly record: string;
}

export const readStore = (profile: string): Stored => {
  const db = new Database(join(profile, 'fleet', 'fleet.db'), { readonly: true });
  try {
    const openAlerts: Record<string, string[]> = {};
    for (const { record } of db.prepare<[], AlertRow>(`SELECT record FROM alert WHERE state = 'open'`).all()) {
      const alert = JSON.parse(record) as { id: string; site?: string; source: string };
      if (alert.source === 'agent' && alert.site !== undefined) (openAlerts[alert.site] ??= []).push(alert.id);
    }
    for (const ids of Object.values(openAlerts)) ids.sort();
    const counts = `
      SELECT COUNT(*) AS events, COUNT(DISTINCT site || '/' || boot || '/' || seq) AS distinctEvents
      FROM history`;
    return { openAlerts, ...(db.prepare(counts).get() as { events: number; distinctEvents: number }) };
  } finally {
    db.close();
  }
};
