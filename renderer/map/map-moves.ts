import L from 'leaflet';
import { isCalm } from './leaflet-map.ts';
import { SINGLE_PINS_FROM_ZOOM, type SiteClusters } from './site-clusters.ts';

/** A selected site nearer to the edge than this is brought towards the middle. */
const REVEAL_INSET_PX = 70;
const RING_MARGIN = L.point(96, 96);

type Place = readonly [lat: number, lon: number];

/** Leaflet 1.9 drops what is asked of it while it zooms; no public method ends a zoom. */
function endZoom(map: L.Map): void {
  (map as L.Map & { _onZoomTransitionEnd(): void })._onZoomTransitionEnd();
}

/** To the next whole step of the wheel. */
export function zoomBy(map: L.Map, step: 1 | -1): void {
  endZoom(map);
  map.setZoom(Math.round(map.getZoom()) + step);
}

/** All of the bounds, with room for the legend. The steps of the wheel are too coarse for a fit. */
export function fitBounds(map: L.Map, bounds: NonNullable<SiteClusters['bounds']>, animate: boolean): void {
  endZoom(map);
  const [west, south, east, north] = bounds;
  const { zoomSnap = 0 } = map.options;
  map.options.zoomSnap = 0;
  map.fitBounds(L.latLngBounds([south, west], [north, east]), {
    paddingTopLeft: [44, 40],
    paddingBottomRight: [44, 62],
    maxZoom: 7,
    animate: animate && !isCalm(),
  });
  map.options.zoomSnap = zoomSnap;
}

/** Flies to where a ring falls apart: at least one step nearer, never beyond the zoom at which every site is a pin. */
export function openRing(map: L.Map, places: readonly Place[]): void {
  const reach = L.latLngBounds(places.map(([lat, lon]) => [lat, lon]));
  const wanted = Math.max(map.getBoundsZoom(reach, false, RING_MARGIN), map.getZoom() + 1);
  map.flyTo(reach.getCenter(), Math.min(SINGLE_PINS_FROM_ZOOM, wanted), { duration: 0.5, animate: !isCalm() });
}

/** Moves the map only when the place is out of view or near its edge. Answers whether it moved. */
export function bringIntoView(map: L.Map, [lat, lon]: Place): boolean {
  const at = map.latLngToContainerPoint([lat, lon]);
  const { x, y } = map.getSize();
  const inside = (value: number, size: number): boolean => value > REVEAL_INSET_PX && value < size - REVEAL_INSET_PX;
  if (inside(at.x, x) && inside(at.y, y)) return false;
  map.panTo([lat, lon], { animate: !isCalm(), duration: 0.4 });
  return true;
}
