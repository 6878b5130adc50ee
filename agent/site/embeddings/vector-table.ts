import { CELL_MAX_BYTES, VectorFailure } from './vector-database.ts';
import type { FrigateDatabase, SqlRow } from './vector-database.ts';
import type { Place } from './vector-answer.ts';

/*
 * Frigate's `vec_thumbnails` (0.16 to 0.18) without the extension that made it: sqlite-vec keeps its rows in ordinary
 * tables. A vector lies in a chunk of usually 1,024, at the offset that its row names; a row deleted leaves its offset free.
 */

const TABLES = ['event', 'vec_thumbnails_rowids', 'vec_thumbnails_chunks', 'vec_thumbnails_vector_chunks00'] as const;
const DIMS_MAX = 4_096;
/** Rows looked at in one go: their vectors are read one by one. */
const ROWS_MAX = 500;
const FLOAT_BYTES = 4;
const ROWID_BYTES = 8;

export interface VectorRow {
  readonly row: number;
  readonly id: string;
  readonly chunk: number;
  readonly offset: number;
  /** Undefined where the event is gone, or not written yet. */
  readonly startS: number | undefined;
  readonly camera: unknown;
  readonly label: unknown;
}

/** False: Frigate never made a vector. Throws `foreign` where this is no database of Frigate. */
export const hasVectors = (database: FrigateDatabase): boolean => {
  const names = TABLES.map(() => '?').join(',');
  const found = database.rows(`SELECT name FROM sqlite_master WHERE type = 'table' AND name IN (${names})`, ...TABLES).map(({ name }) => name);
  if (!found.includes('event')) throw new VectorFailure('foreign', 'has no table of events');
  return found.length === TABLES.length;
};

const figureOf = (value: unknown): number => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Number of the last row ever made; rows that were deleted count. */
const lastRow = (database: FrigateDatabase): number =>
  figureOf(database.rows("SELECT seq FROM sqlite_sequence WHERE name = 'vec_thumbnails_rowids'")[0]?.['seq']);

const anchorOf = ({ row, id }: SqlRow): Place['anchors'][number] => ({ row: figureOf(row), id: textOf(id) });

/** The place behind `row`, told by the first row of the table and by the last one before the place. */
export const placeAt = (database: FrigateDatabase, row: number): Place => {
  const first = database.rows('SELECT rowid AS row, substr(id, 1, 128) AS id FROM vec_thumbnails_rowids ORDER BY rowid LIMIT 1');
  const last = database.rows('SELECT rowid AS row, substr(id, 1, 128) AS id FROM vec_thumbnails_rowids WHERE rowid <= ? ORDER BY rowid DESC LIMIT 1', row);
  return { row, anchors: [...first, ...last].map(anchorOf).filter((anchor) => anchor.row <= row) };
};

export const endOf = (database: FrigateDatabase): Place => placeAt(database, lastRow(database));

/** Frigate's epoch seconds of its newest object; 0 without any. */
export const newestEventS = (database: FrigateDatabase): number => {
  const newest = database.rows('SELECT max(start_time) AS newest FROM event')[0]?.['newest'];
  return typeof newest === 'number' && newest >= 0 && newest < 1e12 ? newest : 0;
};

/** Whether the table is the one that the place was in. It is dropped and built anew to reindex, and after a restore. */
export const isRebuilt = (database: FrigateDatabase, { row, anchors }: Place): boolean => {
  if (lastRow(database) < row) return true;
  const first = database.rows('SELECT min(rowid) AS row FROM vec_thumbnails_rowids')[0]?.['row'];
  // Rows leave at the beginning, and none comes back there.
  if (typeof first === 'number' && first < (anchors[0]?.row ?? 0)) return true;
  return anchors.some((anchor) => {
    const [now] = database.rows('SELECT substr(id, 1, 128) AS id FROM vec_thumbnails_rowids WHERE rowid = ?', anchor.row);
    return now !== undefined && now['id'] !== anchor.id;
  });
};

const rowOf = ({ row, id, chunk, offset, start, camera, label }: SqlRow): VectorRow => ({
  row: figureOf(row),
  id: textOf(id),
  chunk: figureOf(chunk),
  offset: figureOf(offset),
  startS: typeof start === 'number' ? start : undefined,
  camera,
  label,
});

/** The next rows behind a place, with what Frigate knows of their objects; `more` where there are others behind them. */
export const rowsAfter = (database: FrigateDatabase, row: number): { readonly rows: readonly VectorRow[]; readonly more: boolean } => {
  const rows = database.rows(
    `SELECT r.rowid AS row, substr(r.id, 1, 129) AS id, r.chunk_id AS chunk, r.chunk_offset AS offset,
       e.start_time AS start, substr(e.camera, 1, 65) AS camera, substr(e.label, 1, 101) AS label
     FROM vec_thumbnails_rowids AS r LEFT JOIN event AS e ON e.id = r.id WHERE r.rowid > ? ORDER BY r.rowid LIMIT ?`,
    row,
    ROWS_MAX,
  );
  return { rows: rows.map(rowOf), more: rows.length === ROWS_MAX };
};

interface Chunk {
  readonly id: number;
  readonly dims: number;
  readonly vectors: Uint8Array;
  /** Bit of an offset: whether a vector stands there. */
  readonly validity: Uint8Array;
  /** Row of each offset. */
  readonly rowids: Uint8Array;
}

const sizesOf = (database: FrigateDatabase, id: number): { readonly size: number; readonly bytes: number } | undefined => {
  const [found] = database.rows(
    `SELECT c.size AS size, length(c.validity) AS bits, length(c.rowids) AS rows, length(v.vectors) AS bytes
     FROM vec_thumbnails_chunks AS c JOIN vec_thumbnails_vector_chunks00 AS v ON v.rowid = c.chunk_id WHERE c.chunk_id = ?`,
    id,
  );
  const [size, bytes] = [figureOf(found?.['size']), figureOf(found?.['bytes'])];
  const isWhole = found?.['bits'] === Math.ceil(size / 8) && found['rows'] === size * ROWID_BYTES;
  return size > 0 && isWhole && bytes <= CELL_MAX_BYTES ? { size, bytes } : undefined;
};

const readChunk = (database: FrigateDatabase, id: number): Chunk | undefined => {
  const sizes = sizesOf(database, id);
  if (!sizes) return undefined;
  const dims = sizes.bytes / sizes.size / FLOAT_BYTES;
  if (!Number.isInteger(dims) || dims < 1 || dims > DIMS_MAX) return undefined;
  const [lists] = database.rows('SELECT validity, rowids FROM vec_thumbnails_chunks WHERE chunk_id = ?', id);
  const [data] = database.rows('SELECT vectors FROM vec_thumbnails_vector_chunks00 WHERE rowid = ?', id);
  const { validity, rowids } = lists ?? {};
  const vectors = data?.['vectors'];
  if (!(validity instanceof Uint8Array) || !(rowids instanceof Uint8Array) || !(vectors instanceof Uint8Array)) return undefined;
  return { id, dims, vectors, validity, rowids };
};

const vectorAt = ({ dims, vectors, validity, rowids }: Chunk, { row, offset }: VectorRow): Float32Array | undefined => {
  if (((validity[offset >> 3] ?? 0) & (1 << (offset & 7))) === 0) return undefined;
  const at = new DataView(rowids.buffer, rowids.byteOffset, rowids.byteLength);
  if (at.getBigInt64(offset * ROWID_BYTES, true) !== BigInt(row)) return undefined;
  const floats = new DataView(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  return Float32Array.from({ length: dims }, (_, part) => floats.getFloat32((offset * dims + part) * FLOAT_BYTES, true));
};

/** Reads the vectors of rows; the chunk read last is kept, since rows follow each other. Undefined: nothing stands there. */
export const vectorReader = (database: FrigateDatabase): ((row: VectorRow) => Float32Array | undefined) => {
  let chunk: Chunk | undefined;
  let chunkId: number | undefined;
  return (row) => {
    if (chunkId !== row.chunk) chunk = readChunk(database, row.chunk);
    chunkId = row.chunk;
    return chunk && row.offset < chunk.rowids.byteLength / ROWID_BYTES ? vectorAt(chunk, row) : undefined;
  };
};
