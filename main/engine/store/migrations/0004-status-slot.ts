/** Sites by status, one row per five minutes of the last 24 hours: at most 289 rows. */
export const statusSlot = `
  CREATE TABLE status_slot (
    ts INTEGER PRIMARY KEY,
    offline INTEGER NOT NULL,
    err INTEGER NOT NULL,
    warn INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    maintenance INTEGER NOT NULL,
    ok INTEGER NOT NULL
  );
`;
