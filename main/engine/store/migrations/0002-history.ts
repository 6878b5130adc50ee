/** Events as they came, for the time line of a site; `id` rises with receive order, so retention deletes from the front. */
export const history = `
  CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    boot INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    ts INTEGER NOT NULL,
    rx_ts INTEGER NOT NULL,
    body BLOB NOT NULL
  );
  CREATE INDEX history_site ON history (site, kind, ts);
`;
