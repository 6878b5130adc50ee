import type { MapMark } from './map-mark.ts';
import type { WorldPoint } from './mercator.ts';

/** Pins nearer to each other than this cannot be told apart. */
const SAME_PLACE_PX = 10;
/** Room of one pin on the circle. */
const ARC_PX = 26;
const LEAST_RADIUS_PX = 15;

interface Place {
  readonly at: WorldPoint;
  readonly members: MapMark[];
}

/**
 * Sites at one address stand in a circle around it, in the order of their ids, so that each is seen and hit. For zooms
 * without rings; `worldPx`: width of the world in px.
 */
export function spreadPins(marks: readonly MapMark[], worldPx: number): readonly MapMark[] {
  const places = new Map<string, Place[]>();
  const all: Place[] = [];
  const cellOf = (value: number): number => Math.floor((value * worldPx) / SAME_PLACE_PX);
  for (const mark of [...marks].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const [column, row] = [cellOf(mark.at.x), cellOf(mark.at.y)];
    const near = placeNear(places, column, row, mark.at, worldPx);
    if (near) near.members.push(mark);
    else {
      const place: Place = { at: mark.at, members: [mark] };
      const key = `${column} ${row}`;
      const here = places.get(key);
      if (here) here.push(place);
      else places.set(key, [place]);
      all.push(place);
    }
  }
  return all.length === marks.length ? marks : all.flatMap((place) => inCircle(place, worldPx));
}

function placeNear(places: ReadonlyMap<string, Place[]>, column: number, row: number, at: WorldPoint, worldPx: number): Place | undefined {
  for (let c = column - 1; c <= column + 1; c++) {
    for (let r = row - 1; r <= row + 1; r++) {
      const found = places
        .get(`${c} ${r}`)
        ?.find((place) => Math.hypot(place.at.x - at.x, place.at.y - at.y) * worldPx < SAME_PLACE_PX);
      if (found) return found;
    }
  }
  return undefined;
}

function inCircle({ at, members }: Place, worldPx: number): readonly MapMark[] {
  if (members.length === 1) return members;
  const radius = Math.max(LEAST_RADIUS_PX, (members.length * ARC_PX) / (2 * Math.PI)) / worldPx;
  return members.map((mark, index) => {
    const angle = (2 * Math.PI * index) / members.length - Math.PI / 2;
    return { ...mark, at: { x: at.x + radius * Math.cos(angle), y: at.y + radius * Math.sin(angle) } };
  });
}
