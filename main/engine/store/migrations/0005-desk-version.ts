/** Versions of last-writer documents that were beaten, for people to see; a hub that lags may bring one again. */
export const deskVersion = `
  CREATE TABLE desk_version (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    n INTEGER NOT NULL,
    console TEXT NOT NULL,
    rx_ts INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (topic, n, console)
  );
`;
