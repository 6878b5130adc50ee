/** Web Mercator in units of the whole world: x and y from 0 (west, north) to 1 (east, south). */
export interface WorldPoint {
  readonly x: number;
  readonly y: number;
}

/** Beyond this latitude the projection runs away; Leaflet cuts there as well. */
const MAX_LAT = 85.0511287798;
const RAD = Math.PI / 180;

export const worldX = (lon: number): number => (lon + 180) / 360;

export function worldY(lat: number): number {
  const clamped = Math.max(-MAX_LAT, Math.min(MAX_LAT, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (clamped * RAD) / 2)) / (2 * Math.PI);
}

export const lonOf = (x: number): number => x * 360 - 180;

export const latOf = (y: number): number => (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) / RAD;

/** Pixels that the world is wide at a zoom. */
export const worldPixels = (zoom: number): number => 256 * 2 ** zoom;
