import type { Feature, Geometry } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { worldX, worldY } from './mercator.ts';

/** A line or ring as x, y pairs in world units, with its box. */
export interface Outline {
  readonly points: Float64Array;
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

export interface Country {
  /** ISO 3166-1 numeric, empty where there is none. */
  readonly code: string;
  readonly name: string;
  readonly rings: readonly Outline[];
  /** Middle of its largest ring, for its name. */
  readonly label: { readonly x: number; readonly y: number };
}

export interface World {
  readonly countries: readonly Country[];
  readonly coast: readonly Outline[];
  readonly borders: readonly Outline[];
}

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/**
 * Natural Earth by `world-atlas`, shipped with the app and loaded beside it, so that the first picture need not wait.
 */
export function loadWorld(detail: Detail): Promise<World> {
  const known = worlds.get(detail);
  if (known) return known;
  const made = readWorld(detail);
  worlds.set(detail, made);
  return made;
}

type Detail = '50m' | '110m';
/** Made once: the map comes and goes with the table. */
const worlds = new Map<Detail, Promise<World>>();

async function readWorld(detail: Detail): Promise<World> {
  const { default: topology } =
    detail === '50m' ? await import('world-atlas/countries-50m.json') : await import('world-atlas/countries-110m.json');
  return makeWorld(topology as unknown as Countries);
}

/** Work goes on in a task of its own after this long: the operator's clicks come between. */
const SLICE_MS = 8;

async function makeWorld(topology: Countries): Promise<World> {
  const { countries } = topology.objects;
  const made: Country[] = [];
  let from = performance.now();
  for (const geometry of countries.geometries) {
    const one = feature(topology, geometry);
    if (one.type === 'Feature') made.push(makeCountry(one));
    if (performance.now() - from < SLICE_MS) continue;
    await nextTask();
    from = performance.now();
  }
  await nextTask();
  const coast = mesh(topology, countries, (a, b) => a === b).coordinates.map(outline);
  await nextTask();
  const borders = mesh(topology, countries, (a, b) => a !== b).coordinates.map(outline);
  return { countries: made, coast, borders };
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function makeCountry({ id, properties, geometry }: Feature<Geometry, { name: string }>): Country {
  const polygons =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
  const rings = polygons.flat().map(outline);
  return { code: String(id ?? ''), name: properties.name, rings, label: middleOf(rings) };
}

function outline(line: readonly (readonly number[])[]): Outline {
  const points = new Float64Array(line.length * 2);
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  line.forEach(([lon = 0, lat = 0], index) => {
    const [x, y] = [worldX(lon), worldY(lat)];
    points[2 * index] = x;
    points[2 * index + 1] = y;
    [west, east] = [Math.min(west, x), Math.max(east, x)];
    [north, south] = [Math.min(north, y), Math.max(south, y)];
  });
  return { points, west, north, east, south };
}

/** Centre of gravity of the ring with the largest box. */
function middleOf(rings: readonly Outline[]): { x: number; y: number } {
  const area = (ring: Outline): number => (ring.east - ring.west) * (ring.south - ring.north);
  const ring = rings.reduce<Outline | undefined>(
    (best, one) => (!best || area(one) > area(best) ? one : best),
    undefined,
  );
  if (!ring) return { x: 0.5, y: 0.5 };
  let [sum, x, y] = [0, 0, 0];
  const { points } = ring;
  for (let at = 0; at + 3 < points.length; at += 2) {
    const cross = points[at]! * points[at + 3]! - points[at + 2]! * points[at + 1]!;
    sum += cross;
    x += (points[at]! + points[at + 2]!) * cross;
    y += (points[at + 1]! + points[at + 3]!) * cross;
  }
  return sum === 0
    ? { x: (ring.west + ring.east) / 2, y: (ring.north + ring.south) / 2 }
    : { x: x / (3 * sum), y: y / (3 * sum) };
}

/** Even-odd: inside when a ray crosses the rings an odd number of times. */
export function contains(country: Country, x: number, y: number): boolean {
  let odd = false;
  for (const ring of country.rings) {
    if (x < ring.west || x > ring.east || y < ring.north || y > ring.south) continue;
    const { points } = ring;
    for (let at = 0, before = points.length - 2; at < points.length; before = at, at += 2) {
      const [x1, y1, x2, y2] = [points[at]!, points[at + 1]!, points[before]!, points[before + 1]!];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
    }
  }
  return odd;
}
