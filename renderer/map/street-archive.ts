import { ByteReader } from './byte-reader.ts';

/*
 * Reads tiles out of a PMTiles 3 file in ranges. Written here because the format's own reader believes a directory that
 * claims more entries than it has bytes, and unpacks to any size: the file is the customer's, but it may be broken.
 */

export type ReadRange = (from: number, bytes: number) => Promise<Uint8Array<ArrayBuffer>>;

export interface StreetArchive {
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Vector tiles, or pictures. */
  readonly isVector: boolean;
  /** Unpacked bytes of one tile; undefined where there is none. */
  tile(z: number, x: number, y: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

const HEADER_BYTES = 127;
const VECTOR = 1;
const GZIP = 2;
const DEEPEST_ZOOM = 20;
/** Unpacked. Real directories and tiles are far below. */
const MOST_BYTES = 8_388_608;
/** Root, and leaves of leaves. */
const MOST_LEVELS = 4;
const LEAVES_KEPT = 32;

interface Entry {
  readonly id: number;
  readonly run: number;
  readonly length: number;
  readonly offset: number;
}

interface Header {
  readonly root: { readonly from: number; readonly bytes: number };
  readonly leavesFrom: number;
  readonly tilesFrom: number;
  readonly packedDirectories: boolean;
  readonly packedTiles: boolean;
  readonly isVector: boolean;
  readonly minZoom: number;
  readonly maxZoom: number;
}

function readHeader(bytes: Uint8Array<ArrayBuffer>): Header {
  if (bytes.length < HEADER_BYTES) throw new RangeError('The header is cut off.');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const number = (at: number): number => Number(view.getBigUint64(at, true));
  const maxZoom = Math.min(DEEPEST_ZOOM, view.getUint8(101));
  return {
    root: { from: number(8), bytes: number(16) },
    leavesFrom: number(40),
    tilesFrom: number(56),
    packedDirectories: view.getUint8(97) === GZIP,
    packedTiles: view.getUint8(98) === GZIP,
    isVector: view.getUint8(99) === VECTOR,
    minZoom: Math.min(maxZoom, view.getUint8(100)),
    maxZoom,
  };
}

/** Throws beyond MOST_BYTES, before it has unpacked much more. */
export async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new RangeError('It unpacks to too much.');
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Ids, runs, lengths, offsets, each as a column. An entry costs four bytes at least. */
export function readDirectory(bytes: Uint8Array): readonly Entry[] {
  const reader = new ByteReader(bytes);
  const n = reader.varint();
  if (4 * n > reader.left) throw new RangeError('A directory claims more than it has.');
  const column = (): number[] => Array.from({ length: n }, () => reader.varint());
  const [steps, runs, lengths, offsets] = [column(), column(), column(), column()];
  let id = 0;
  let next = 0;
  return steps.map((step, at): Entry => {
    id += step;
    const [length, told] = [lengths[at]!, offsets[at]!];
    const offset = told === 0 && at > 0 ? next : told - 1;
    next = offset + length;
    return { id, run: runs[at]!, length, offset };
  });
}

/** Place of a tile along the Hilbert curve, after all tiles of lower zooms. */
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  let [tx, ty] = [x, y];
  for (let half = 2 ** (z - 1); half >= 1; half /= 2) {
    const [right, low] = [Math.floor(tx / half) % 2, Math.floor(ty / half) % 2];
    id += half * half * (right === 1 ? 3 - low : low);
    if (low === 0) {
      if (right === 1) [tx, ty] = [2 ** z - 1 - tx, 2 ** z - 1 - ty];
      [tx, ty] = [ty, tx];
    }
  }
  return id;
}

/** The last entry at or before an id. */
function entryAt(entries: readonly Entry[], id: number): Entry | undefined {
  let [low, high] = [0, entries.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.id <= id) low = middle + 1;
    else high = middle - 1;
  }
  return entries[high];
}

/** Throws where the file is none, or broken. */
export async function openStreetArchive(read: ReadRange): Promise<StreetArchive> {
  const header = readHeader(await read(0, HEADER_BYTES));
  const load = async (from: number, length: number): Promise<readonly Entry[]> => {
    if (length > MOST_BYTES) throw new RangeError('A directory is too long.');
    const bytes = await read(from, length);
    return readDirectory(header.packedDirectories ? await unpack(bytes) : bytes);
  };
  const root = await load(header.root.from, header.root.bytes);
  const leaves = new Map<number, Promise<readonly Entry[]>>();
  const leaf = ({ offset, length }: Entry): Promise<readonly Entry[]> => {
    const known = leaves.get(offset);
    if (known) return known;
    const made = load(header.leavesFrom + offset, length);
    if (leaves.size >= LEAVES_KEPT) leaves.clear();
    leaves.set(offset, made);
    return made;
  };
  const find = async (id: number): Promise<Entry | undefined> => {
    let entries = root;
    for (let level = 0; level < MOST_LEVELS; level += 1) {
      const entry = entryAt(entries, id);
      if (entry === undefined) return undefined;
      // A run of none names a leaf directory.
      if (entry.run > 0) return id < entry.id + entry.run ? entry : undefined;
      entries = await leaf(entry);
    }
    throw new RangeError('Directories lead to no tile.');
  };
  return {
    ...header,
    async tile(z, x, y) {
      const entry = await find(tileId(z, x, y));
      if (entry === undefined || entry.length === 0) return undefined;
      if (entry.length > MOST_BYTES) throw new RangeError('A tile is too long.');
      const bytes = await read(header.tilesFrom + entry.offset, entry.length);
      return header.packedTiles ? unpack(bytes) : bytes;
    },
  };
}
