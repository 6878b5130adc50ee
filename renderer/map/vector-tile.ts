import { ByteReader } from './byte-reader.ts';
import { cleanName, MOST_NAMES, namedBy, placeKind, straightOf, type StreetName } from './street-names.ts';

/*
 * What the map draws of a Mapbox vector tile (2.1): outlines by what they are, and names. Written here because the usual reader trusts
 * the file: a single command of a few bytes makes it build a quarter of a billion points.
 */

export type StreetKind = 'earth' | 'water' | 'building' | 'major' | 'minor' | 'border';

/** Lines and rings as x, y pairs in tile units, each with whether it is filled. */
export interface StreetShape {
  readonly kind: StreetKind;
  readonly points: Float32Array;
}

export interface StreetTile {
  /** Tile units along one side. */
  readonly extent: number;
  readonly shapes: readonly StreetShape[];
  readonly names: readonly StreetName[];
}

/** A tile with more is cut: the rest of a picture this dense is not seen. */
const MOST_POINTS = 300_000;

/** Names of layers in the common schemas (Protomaps, OpenMapTiles, Shortbread). */
const LAYERS: Readonly<Record<string, StreetKind>> = {
  ...{ earth: 'earth', land: 'earth' },
  ...{ water: 'water', ocean: 'water', water_polygons: 'water', waterway: 'water', water_lines: 'water' },
  ...{ buildings: 'building', building: 'building' },
  ...{ roads: 'minor', transportation: 'minor', streets: 'minor', road: 'minor' },
  ...{ boundaries: 'border', boundary: 'border' },
};
const ROADS_OF_NOTE = new Set(['highway', 'major_road', 'motorway', 'trunk', 'primary', 'secondary']);

const POINT = 1;
const LINE = 2;
const POLYGON = 3;

/** Filled, of those that a tile may fill. */
export const isFilled = (kind: StreetKind): boolean => kind === 'earth' || kind === 'water' || kind === 'building';

/** Calls `on` with number and type of each field; it must read what it wants of `reader` and leave the rest. */
function eachField(reader: ByteReader, on: (id: number, value: ByteReader | number) => void): void {
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const [id, type] = [Math.floor(tag / 8), tag % 8];
    if (type === 2) on(id, reader.part(reader.varint()));
    else if (type === 0) on(id, reader.varint());
    else if (type === 1) reader.skip(8);
    else if (type === 5) reader.skip(4);
    else throw new RangeError('An unknown type of field.');
  }
}

interface Layer {
  name: string;
  extent: number;
  readonly features: ByteReader[];
  readonly keys: string[];
  readonly values: (string | undefined)[];
}

function readLayer(reader: ByteReader): Layer {
  const layer: Layer = { name: '', extent: 4_096, features: [], keys: [], values: [] };
  eachField(reader, (id, value) => {
    if (id === 5 && typeof value === 'number') layer.extent = value;
    if (typeof value === 'number') return;
    if (id === 1) layer.name = value.text();
    else if (id === 2) layer.features.push(value);
    else if (id === 3) layer.keys.push(value.text());
    else if (id === 4) layer.values.push(readText(value));
  });
  return layer;
}

/** Only texts tell anything that is drawn. */
function readText(reader: ByteReader): string | undefined {
  let text: string | undefined;
  eachField(reader, (id, value) => {
    if (id === 1 && typeof value !== 'number') text = value.text();
  });
  return text;
}

interface Feature {
  type: number;
  isMajor: boolean;
  name?: string;
  /** What it calls itself, the most precise first. */
  readonly kinds: string[];
  geometry?: ByteReader;
}

const KINDS = ['kind_detail', 'pmap:kind_detail', 'class', 'kind'];

function readFeature(reader: ByteReader, { keys, values }: Layer): Feature {
  const feature: Feature = { type: 0, isMajor: false, kinds: [] };
  eachField(reader, (id, value) => {
    if (id === 3 && typeof value === 'number') feature.type = value;
    if (typeof value === 'number') return;
    if (id === 4) feature.geometry = value;
    else if (id === 2) readTags(value, keys, values, feature);
  });
  return feature;
}

function readTags(reader: ByteReader, keys: readonly string[], values: readonly (string | undefined)[], feature: Feature): void {
  const kinds: (string | undefined)[] = [];
  while (!reader.isAtEnd) {
    const [key, of] = [keys[reader.varint()], values[reader.varint()]];
    if (key === undefined || of === undefined) continue;
    if (key === 'name') feature.name = of;
    else if (KINDS.includes(key)) kinds[KINDS.indexOf(key)] = of;
  }
  feature.kinds.push(...kinds.filter((kind) => kind !== undefined));
  feature.isMajor = feature.kinds.some((kind) => ROADS_OF_NOTE.has(kind));
}

/** Lines of a geometry. A point costs bytes of the tile, so there are never more points than bytes. */
function readLines(reader: ByteReader, closed: boolean): readonly Float32Array[] {
  const lines: Float32Array[] = [];
  let line: number[] = [];
  let [x, y] = [0, 0];
  const end = (): void => {
    if (line.length >= 4) lines.push(Float32Array.from(closed ? [...line, line[0]!, line[1]!] : line));
    line = [];
  };
  while (!reader.isAtEnd) {
    const command = reader.varint();
    const kind = command % 8;
    // Closing has no numbers of its own, whatever count it claims.
    if (kind === 7) continue;
    if (kind !== 1 && kind !== 2) throw new RangeError('An unknown command.');
    for (let left = Math.floor(command / 8); left > 0; left -= 1) {
      if (kind === 1) end();
      x += reader.zigzag();
      y += reader.zigzag();
      line.push(x, y);
    }
  }
  end();
  return lines;
}

/** The first point of a geometry of points. */
function readPoint(reader: ByteReader): readonly [number, number] {
  if (reader.varint() % 8 !== 1) throw new RangeError('An unknown command.');
  return [reader.zigzag(), reader.zigzag()];
}

/** Throws where the bytes are no vector tile. */
export function readVectorTile(bytes: Uint8Array): StreetTile {
  const tile = { extent: 4_096, shapes: [] as StreetShape[], names: [] as StreetName[], points: 0 };
  eachField(new ByteReader(bytes), (id, value) => {
    if (id !== 3 || typeof value === 'number') return;
    const layer = readLayer(value);
    const kind = LAYERS[layer.name];
    const named = namedBy(layer.name);
    if ((kind === undefined && named === undefined) || layer.extent < 1) return;
    tile.extent = layer.extent;
    for (const one of layer.features) {
      const feature = readFeature(one, layer);
      if (feature.geometry === undefined || tile.points > MOST_POINTS) continue;
      if (named === 'place') addPlace(tile.names, feature);
      else addLines(tile, feature, kind, named === 'road');
    }
  });
  return tile;
}

function addPlace(names: StreetName[], { type, geometry, name, kinds }: Feature): void {
  const text = cleanName(name ?? '');
  const kind = placeKind(kinds);
  if (type !== POINT || text === undefined || kind === undefined || names.length >= MOST_NAMES) return;
  const [x, y] = readPoint(geometry!);
  names.push({ text, kind, x, y, turnDeg: 0, length: 0 });
}

interface Drawing {
  readonly shapes: StreetShape[];
  readonly names: StreetName[];
  points: number;
}

/** Outlines of a feature, and the name of a road at its longest line. */
function addLines(tile: Drawing, feature: Feature, kind: StreetKind | undefined, isRoad: boolean): void {
  const { type, geometry, isMajor } = feature;
  const fits = kind !== undefined && isFilled(kind) ? type === POLYGON || (kind === 'water' && type === LINE) : type === LINE;
  if (!fits) return;
  const lines = readLines(geometry!, type === POLYGON);
  for (const line of lines) {
    tile.points += line.length / 2;
    if (kind === undefined) continue;
    tile.shapes.push({ kind: type === LINE && kind === 'water' ? 'border' : isMajor && kind === 'minor' ? 'major' : kind, points: line });
  }
  const text = isRoad ? cleanName(feature.name ?? '') : undefined;
  if (text === undefined || lines.length === 0 || tile.names.length >= MOST_NAMES) return;
  const best = lines.map(straightOf).reduce((a, b) => (b.length > a.length ? b : a));
  tile.names.push({ text, kind: isMajor ? 'major' : 'minor', ...best });
}
