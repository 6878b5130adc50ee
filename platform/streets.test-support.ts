import { gzipSync } from 'node:zlib';

/*
 * A tiny street map in the format of PMTiles 3 with vector tiles: water, a road, a building and names in each tile of one zoom.
 * Written by hand from the two specifications, so that the reader is not tested against itself.
 */

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
};

const field = (id: number, type: 0 | 2, body: readonly number[]): number[] =>
  type === 0 ? [...varint(id * 8), ...body] : [...varint(id * 8 + 2), ...varint(body.length), ...body];
const textOf = (text: string): number[] => [...Buffer.from(text)];
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** Points of one line or ring in tile units of 4096. */
type Path = readonly (readonly [number, number])[];

const geometry = (path: Path, closed: boolean): number[] => {
  const [first, ...rest] = path;
  let [x, y] = first ?? [0, 0];
  const numbers = [9, zigzag(x), zigzag(y), 8 * rest.length + 2];
  for (const [nextX, nextY] of rest) {
    numbers.push(zigzag(nextX - x), zigzag(nextY - y));
    [x, y] = [nextX, nextY];
  }
  return [...numbers, ...(closed ? [15] : [])].flatMap(varint);
};

/** One layer with one feature: a point, a line or a polygon. */
const layer = (name: string, type: 1 | 2 | 3, path: Path, tags: Readonly<Record<string, string>> = {}): number[] => {
  const numbers = Object.keys(tags).flatMap((_, at) => [...varint(at), ...varint(at)]);
  const shape = type === 1 ? [9, zigzag(path[0]![0]), zigzag(path[0]![1])].flatMap(varint) : geometry(path, type === 3);
  const feature = [...field(2, 2, numbers), ...field(3, 0, varint(type)), ...field(4, 2, shape)];
  const words = Object.entries(tags).flatMap(([key, value]) => [...field(3, 2, textOf(key)), ...field(4, 2, field(1, 2, textOf(value)))]);
  return field(3, 2, [...field(15, 0, varint(2)), ...field(1, 2, textOf(name)), ...field(2, 2, feature), ...words, ...field(5, 0, varint(4_096))]);
};

const TILE: readonly number[] = [
  ...layer('water', 3, [[0, 0], [4_096, 0], [4_096, 1_024], [0, 1_024]]),
  ...layer('roads', 2, [[0, 2_048], [4_096, 2_048]], { name: 'Ringstraße', kind: 'minor_road' }),
  ...layer('buildings', 3, [[1_024, 2_560], [3_072, 2_560], [3_072, 3_584], [1_024, 3_584]]),
  ...layer('places', 1, [[1_536, 1_536]], { kind: 'locality', name: 'Altstadt', kind_detail: 'city' }),
  // As OpenMapTiles has it: names in a layer of their own.
  ...layer('transportation_name', 2, [[2_048, 4_000], [2_048, 1_200]], { class: 'primary', name: 'Nordallee' }),
]; // prettier-ignore

/** Place of a tile along the Hilbert curve, after all tiles of lower zooms. */
const tileIdOf = (z: number, x: number, y: number): number => {
  let id = (4 ** z - 1) / 3;
  let [tx, ty] = [x, y];
  for (let half = 2 ** z / 2; half >= 1; half /= 2) {
    const [rx, ry] = [Math.floor(tx / half) % 2, Math.floor(ty / half) % 2];
    id += half * half * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [tx, ty] = [2 ** z - 1 - tx, 2 ** z - 1 - ty];
      [tx, ty] = [ty, tx];
    }
  }
  return id;
};

export interface StreetsOptions {
  /** All tiles of this zoom from 0 to it have the same content. */
  readonly maxZoom?: number;
  /** Bytes of every tile as they lie in the file. */
  readonly tile?: Buffer;
}

/** The whole file. */
export const makeStreets = ({ maxZoom = 4, tile = gzipSync(Buffer.from(TILE)) }: StreetsOptions = {}): Buffer => {
  const last = tileIdOf(maxZoom, 0, 0) + 4 ** maxZoom;
  // One entry runs over all tiles.
  const directory = gzipSync(Buffer.from([...varint(1), ...varint(0), ...varint(last), ...varint(tile.length), ...varint(1)]));
  const metadata = gzipSync(Buffer.from('{}'));
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0, 'latin1');
  header[7] = 3;
  const parts = [directory, metadata, Buffer.alloc(0), tile];
  let offset = header.length;
  for (const [at, part] of parts.entries()) {
    header.writeBigUInt64LE(BigInt(offset), 8 + 16 * at);
    header.writeBigUInt64LE(BigInt(part.length), 16 + 16 * at);
    offset += part.length;
  }
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(1n, at);
  // Clustered, directories and tiles by gzip, vector tiles.
  header.set([1, 2, 2, 1, 0, maxZoom], 96);
  for (const [at, degrees] of [[102, -180], [106, -85], [110, 180], [114, 85]] as const) header.writeInt32LE(degrees * 1e7, at); // prettier-ignore
  return Buffer.concat([header, ...parts]);
};
