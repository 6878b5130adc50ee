/*
 * Names of places and roads in a vector tile. Layers and kinds of the common schemas: Protomaps, OpenMapTiles, Shortbread.
 */

export const NAME_KINDS = ['city', 'town', 'village', 'quarter', 'major', 'minor'] as const;
export type NameKind = (typeof NAME_KINDS)[number];

/** Where a name belongs. */
export interface NamePlace {
  readonly text: string;
  readonly kind: NameKind;
  /** Middle. */
  readonly x: number;
  readonly y: number;
  /** Of a road: clockwise from level, between -90° and 90°, and how long it runs straight. */
  readonly turnDeg: number;
  readonly length: number;
}

/** In tile units. */
export type StreetName = NamePlace;
/** In world units. */
export type MapName = NamePlace;

/** More in one tile would be a wall of words anyway; real tiles have tens. */
export const MOST_NAMES = 400;
const LONGEST = 60;

const NAMED: Readonly<Record<string, 'place' | 'road'>> = {
  ...{ places: 'place', place: 'place', place_labels: 'place' },
  ...{ roads: 'road', transportation_name: 'road', street_labels: 'road', streets: 'road', road: 'road' },
};
const PLACES: Readonly<Record<string, NameKind>> = {
  ...{ city: 'city', capital: 'city', state_capital: 'city', town: 'town', locality: 'town', village: 'village', hamlet: 'village' },
  ...{ suburb: 'quarter', neighbourhood: 'quarter', quarter: 'quarter', borough: 'quarter', macrohood: 'quarter' },
};

export const namedBy = (layer: string): 'place' | 'road' | undefined => (Object.hasOwn(NAMED, layer) ? NAMED[layer] : undefined);

/** The most precise of the words that a feature calls itself by; undefined for what is no place of a street map. */
export function placeKind(words: readonly string[]): NameKind | undefined {
  for (const word of words) if (Object.hasOwn(PLACES, word)) return PLACES[word];
  return undefined;
}

/** One line, without what would break it; undefined where nothing is left, or too much. */
export function cleanName(text: string): string | undefined {
  // Before any work: many features may share one endless name.
  if (text.length > 4 * LONGEST) return undefined;
  const clean = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return clean === '' || clean.length > LONGEST ? undefined : clean;
}

interface Straight {
  readonly x: number;
  readonly y: number;
  readonly turnDeg: number;
  readonly length: number;
}

/** As straight as this (share of its way) a line is written along as a whole; else along its longest part. */
const STRAIGHT = 0.94;

/** Where along a line (x, y pairs) a name can stand. */
export function straightOf(points: Float32Array): Straight {
  const last = points.length - 2;
  const part = (from: number, to: number): Straight => {
    const [x1, y1, x2, y2] = [points[from]!, points[from + 1]!, points[to]!, points[to + 1]!];
    const turn = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    // Upwards rather than downwards where it stands on end.
    const turnDeg = turn >= 90 ? turn - 180 : turn < -90 ? turn + 180 : turn;
    return { x: (x1 + x2) / 2, y: (y1 + y2) / 2, turnDeg, length: Math.hypot(x2 - x1, y2 - y1) };
  };
  let way = 0;
  let longest = part(0, 2);
  for (let at = 0; at < last; at += 2) {
    const one = part(at, at + 2);
    way += one.length;
    if (one.length > longest.length) longest = one;
  }
  const whole = part(0, last);
  return whole.length > STRAIGHT * way ? whole : longest;
}

/** From this zoom on each kind is written. */
const FROM_ZOOM: Readonly<Record<NameKind, number>> = { city: 6, town: 8, village: 10, quarter: 11, major: 12, minor: 14 };

/** Names of one tile that belong on a map of this zoom, in world units. */
export function namesOnMap(
  { names, extent }: { readonly names: readonly StreetName[]; readonly extent: number },
  tile: { readonly z: number; readonly x: number; readonly y: number },
  zoom: number,
): readonly MapName[] {
  const side = 2 ** tile.z;
  return names
    .filter(({ kind, x, y }) => zoom >= FROM_ZOOM[kind] && x >= 0 && x < extent && y >= 0 && y < extent)
    .map((name) => ({
      ...name,
      ...{ x: (tile.x + name.x / extent) / side, y: (tile.y + name.y / extent) / side, length: name.length / extent / side },
    }));
}

/** The most important first; a road that runs through several tiles is told by its longest part first. */
export const byImportance = (a: MapName, b: MapName): number =>
  NAME_KINDS.indexOf(a.kind) - NAME_KINDS.indexOf(b.kind) || b.length - a.length || (a.text < b.text ? -1 : 1);
