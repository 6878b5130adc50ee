import type { WorldPoint } from './mercator.ts';
import { clusterSize } from './ring.ts';
import type { MapMark } from './map-mark.ts';

/** Distance in px that two marks keep; a pin takes the room of a fine site's dot. */
const GAP_PX = 2;
const PIN_RADIUS_PX = 7;
/** Each pass only makes fewer marks; what still overlaps after these is left as it is. */
const PASSES = 4;

const radiusOf = (mark: MapMark): number =>
  mark.kind === 'pin' ? PIN_RADIUS_PX : clusterSize(mark.sites.length) / 2 + 1;

/**
 * Rings are larger than the distance at which sites group, so neighbours may overlap: the smaller one goes into the
 * larger. Two pins never merge here. `worldPx`: width of the world in px at this zoom.
 */
export function mergeOverlapping(marks: readonly MapMark[], worldPx: number): readonly MapMark[] {
  let current = marks;
  for (let pass = 0; pass < PASSES; pass++) {
    const next = mergeOnce(current, worldPx);
    if (next.length === current.length) return next;
    current = next;
  }
  return current;
}

function mergeOnce(marks: readonly MapMark[], worldPx: number): readonly MapMark[] {
  const bySize = [...marks].sort((a, b) => b.sites.length - a.sites.length);
  const kept: MapMark[] = [];
  // Rings are few; pins are many and only compared with rings.
  const rings: number[] = [];
  for (const mark of bySize) {
    const host = rings.find((index) => touches(kept[index]!, mark, worldPx));
    if (host === undefined) {
      if (mark.kind === 'cluster') rings.push(kept.length);
      kept.push(mark);
    } else kept[host] = joined(kept[host]!, mark);
  }
  return kept;
}

function touches(a: MapMark, b: MapMark, worldPx: number): boolean {
  const dx = (a.at.x - b.at.x) * worldPx;
  const dy = (a.at.y - b.at.y) * worldPx;
  const reach = radiusOf(a) + radiusOf(b) + GAP_PX;
  return dx * dx + dy * dy < reach * reach;
}

function joined(host: MapMark, guest: MapMark): MapMark {
  const [n, m] = [host.sites.length, guest.sites.length];
  const at: WorldPoint = {
    x: (host.at.x * n + guest.at.x * m) / (n + m),
    y: (host.at.y * n + guest.at.y * m) / (n + m),
  };
  return { kind: 'cluster', key: host.key, at, sites: [...host.sites, ...guest.sites] };
}
