/** The picture: last good state documents, what the fold knows of a site, alerts, desk documents. */
export const picture = `
  CREATE TABLE document (
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    boot INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    rx_ts INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (site, kind)
  );
  CREATE TABLE site (site TEXT PRIMARY KEY, fold TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE alert (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    closed_ts INTEGER,
    record TEXT NOT NULL
  );
  CREATE INDEX alert_closed ON alert (closed_ts) WHERE closed_ts IS NOT NULL;
  CREATE TABLE desk (topic TEXT PRIMARY KEY, body TEXT NOT NULL);
`;
