import L from 'leaflet';

// Leaflet puts itself on the window; nothing of ours is found there.
(L as typeof L & { noConflict(): unknown }).noConflict();

/** Where the operator left the map, while the table is shown; a map that was never moved fits itself again. */
export const remembered: { view: { readonly center: L.LatLng; readonly zoom: number } | undefined } = {
  view: undefined,
};

const EUROPE: L.LatLngExpression = [50, 9];
const PANES = [
  ['land', 200],
  ['streets', 210],
  ['pins', 410],
  ['labels', 420],
] as const;

/** The operator asked the system for less motion. */
export const isCalm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Leaflet without tiles, markers and chrome: panes for our canvases, zoom in quarter steps. Keys belong to the list of
 * pins.
 */
export function makeMap(element: HTMLElement): L.Map {
  const calm = isCalm();
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    minZoom: 1.5,
    maxZoom: 13,
    wheelPxPerZoomLevel: 90,
    maxBounds: [
      [-84, -220],
      [84, 220],
    ],
    maxBoundsViscosity: 0.8,
    zoomAnimation: !calm,
    fadeAnimation: false,
    inertia: !calm,
  });
  for (const [name, level] of PANES) map.createPane(name).style.zIndex = String(level);
  const { view } = remembered;
  map.setView(view?.center ?? EUROPE, view?.zoom ?? 4.25, { animate: false });
  return map;
}

/** Also while it zooms: Leaflet 1.9 ends a zoom by a timer that asks whether one runs, but not whether the map is there. */
export function removeMap(map: L.Map): void {
  map.stop();
  Object.assign(map, { _animatingZoom: false });
  map.remove();
}
