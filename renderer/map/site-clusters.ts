import Supercluster from 'supercluster';
import type { SiteId } from '../../fleet/ids.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { mergeOverlapping } from './merge-marks.ts';
import type { MapMark } from './map-mark.ts';
import { worldPixels, worldX, worldY } from './mercator.ts';
import { spreadPins } from './spread-pins.ts';

/** No ring from here on: sites this near to each other are told apart by zooming in. */
export const SINGLE_PINS_FROM_ZOOM = 9;
const CLUSTER_RADIUS_PX = 34;
const TILE_PX = 256;

export interface SiteClusters {
  readonly size: number;
  /** What stands within west, south, east, north (degrees) at a zoom; fractions are rounded. */
  marks(bounds: readonly [number, number, number, number], zoom: number): readonly MapMark[];
  /** West, south, east, north of all sites; absent without any. */
  readonly bounds?: readonly [number, number, number, number];
}

export const hasPlace = (site: SiteRecord): site is SiteRecord & { lat: number; lon: number } =>
  site.lat !== undefined && site.lon !== undefined && Math.abs(site.lat) <= 90 && Math.abs(site.lon) <= 180;

/** Groups by place only: a change of status never regroups, so it costs one ring or pin. */
export function makeSiteClusters(sites: readonly SiteRecord[]): SiteClusters {
  const placed = sites.filter(hasPlace);
  const index = new Supercluster<{ id: SiteId }>({
    radius: CLUSTER_RADIUS_PX,
    extent: TILE_PX,
    maxZoom: SINGLE_PINS_FROM_ZOOM - 1,
  });
  index.load(
    placed.map(({ id, lon, lat }) => ({
      type: 'Feature',
      properties: { id },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  );
  const bounds = boundsOf(placed);
  const members = new Map<number, readonly SiteId[]>();
  const membersOf = (clusterId: number): readonly SiteId[] => {
    const known = members.get(clusterId);
    if (known) return known;
    const found = index.getLeaves(clusterId, Infinity).map((leaf) => leaf.properties.id);
    members.set(clusterId, found);
    return found;
  };
  return {
    size: placed.length,
    ...(bounds ? { bounds } : {}),
    marks: (box, zoom) => {
      const marks = index.getClusters([...box], Math.max(0, Math.round(zoom))).map((feature): MapMark => {
        const [lon = 0, lat = 0] = feature.geometry.coordinates;
        const at = { x: worldX(lon), y: worldY(lat) };
        if (!('cluster_id' in feature.properties))
          return { kind: 'pin', key: feature.properties.id, at, sites: [feature.properties.id] };
        const clusterId = feature.properties.cluster_id;
        return { kind: 'cluster', key: `ring-${clusterId}`, at, sites: membersOf(clusterId) };
      });
      const worldPx = worldPixels(zoom);
      return Math.round(zoom) >= SINGLE_PINS_FROM_ZOOM ? spreadPins(marks, worldPx) : mergeOverlapping(marks, worldPx);
    },
  };
}

function boundsOf(
  sites: readonly { lat: number; lon: number }[],
): readonly [number, number, number, number] | undefined {
  if (sites.length === 0) return undefined;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lat, lon } of sites) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}
