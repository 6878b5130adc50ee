import { overlap, type Box } from './labels.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const AWAY_PX = 30;
const EDGE_PX = 12;
/** Room for the legend. */
const FOOT_PX = 52;
/** The zoom buttons with a gap, at the left foot: as `.zoom` in map.css. */
const ZOOM_PX = { w: 54, h: 114 };
/** More than any crowd of pins. */
const NEVER = 100_000;

/**
 * Left top of the card of a pin: beside the pin, or in the emptiest corner when it would cover pins (visual §6).
 * `crowd` counts the pins in a box; neither the pin itself nor the zoom buttons are covered.
 */
export function placeCard(
  pin: Point,
  card: { readonly w: number; readonly h: number },
  map: { readonly w: number; readonly h: number },
  crowd: (box: Box) => number,
): Point {
  const { w, h } = card;
  const beside: readonly Point[] = [
    { x: pin.x + AWAY_PX, y: pin.y - h - AWAY_PX / 3 },
    { x: pin.x - AWAY_PX - w, y: pin.y - h - AWAY_PX / 3 },
    { x: pin.x + AWAY_PX, y: pin.y + AWAY_PX / 3 },
    { x: pin.x - AWAY_PX - w, y: pin.y + AWAY_PX / 3 },
  ];
  const corners: readonly Point[] = [
    { x: EDGE_PX, y: EDGE_PX },
    { x: map.w - w - EDGE_PX, y: EDGE_PX },
    { x: map.w - w - EDGE_PX, y: map.h - h - FOOT_PX },
    { x: ZOOM_PX.w, y: map.h - h - FOOT_PX },
  ];
  const fits = (at: Point): boolean => at.x >= 8 && at.y >= 8 && at.x + w <= map.w - 8 && at.y + h <= map.h - 8;
  const own: Box = { x: pin.x - 20, y: pin.y - 20, w: 40, h: 40 };
  const zoom: Box = { x: 0, y: map.h - ZOOM_PX.h, ...ZOOM_PX };
  const candidates = [...beside.filter(fits), ...corners].map((at) => {
    const box = { ...at, w, h };
    // Of equally empty places the nearest one.
    const distance = Math.hypot(at.x + w / 2 - pin.x, at.y + h / 2 - pin.y);
    return { at, cost: crowd(box) + (overlap(box, own) || overlap(box, zoom) ? NEVER : 0) + distance / 100_000 };
  });
  return candidates.reduce((best, one) => (one.cost < best.cost ? one : best)).at;
}
