/** What a failed database operation asks for; everything else is a bug and throws. */
export type StoreFailure = 'disk_full' | 'damaged' | 'unusable';

const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/;
/** SQLite reports a full disk as FULL, and as an I/O error where the write-ahead log or its index could not grow. */
const FULL = /^SQLITE_(?:FULL|IOERR_WRITE|IOERR_SHMSIZE|IOERR_SHMOPEN|IOERR_SHMMAP|IOERR_TRUNCATE|IOERR_FSYNC)/;
const UNUSABLE = /^(?:SQLITE_(?:CANTOPEN|READONLY|PERM|IOERR|BUSY|LOCKED|NOMEM|AUTH|NOLFS)|EACCES|EROFS|EPERM|ENOTDIR)/;

/** Classes an error of SQLite or the file system; undefined for bugs. */
export const storeFailure = (error: unknown): StoreFailure | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return undefined;
  if (DAMAGED.test(code)) return 'damaged';
  if (FULL.test(code) || code === 'ENOSPC' || code === 'EDQUOT') return 'disk_full';
  return UNUSABLE.test(code) ? 'unusable' : undefined;
};
