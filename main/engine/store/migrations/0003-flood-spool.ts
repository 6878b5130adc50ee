/** Events that a site sent faster than its bucket allows: committed, acknowledged, and folded later in this order. */
export const floodSpool = `
  CREATE TABLE flood_spool (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    retained INTEGER NOT NULL,
    rx_ts INTEGER NOT NULL,
    body BLOB NOT NULL
  );
  CREATE INDEX flood_spool_site ON flood_spool (site, id);
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
