/** A box in px, x and y at its left top. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type LabelSide = 'right' | 'left' | 'below' | 'above';

/** A pin that wants a label. Widths in px of its two lines; `reason` is dropped first where room is short. */
export interface LabelWish {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly idWidth: number;
  readonly reasonWidth?: number;
}

export interface PlacedLabel {
  readonly key: string;
  readonly box: Box;
  readonly side: LabelSide;
  readonly withReason: boolean;
}

const GAP = 15;
const PAD_X = 12;
const LINE = 14;
const PAD_Y = 5;
const SIDES: readonly LabelSide[] = ['right', 'left', 'below', 'above'];

function boxAt(wish: LabelWish, side: LabelSide, w: number, h: number): Box {
  switch (side) {
    case 'right':
      return { x: wish.x + GAP + 2, y: wish.y - h / 2, w, h };
    case 'left':
      return { x: wish.x - GAP - 2 - w, y: wish.y - h / 2, w, h };
    case 'below':
      return { x: wish.x - w / 2, y: wish.y + GAP, w, h };
    case 'above':
      return { x: wish.x - w / 2, y: wish.y - GAP - h, w, h };
    default:
      return side satisfies never;
  }
}

/**
 * Places labels in the order of the wishes (the worst first): right, left, below, above; then without the reason; then
 * not at all. A label never covers a pin or another label and never leaves `view`. `covered` tells whether pins stand
 * in a box; the wish's own pin lies outside its label by construction.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  view: Box,
  covered: (box: Box) => boolean,
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const wish of wishes) {
    const label = placeOne(
      wish,
      (box) => inside(box, view) && !placed.some((other) => overlap(box, other.box)) && !covered(box),
    );
    if (label) placed.push(label);
  }
  return placed;
}

function placeOne(wish: LabelWish, fits: (box: Box) => boolean): PlacedLabel | undefined {
  const variants = wish.reasonWidth === undefined ? [false] : [true, false];
  for (const withReason of variants) {
    const w = Math.ceil(Math.max(wish.idWidth, withReason ? wish.reasonWidth! : 0)) + PAD_X;
    const h = (withReason ? 2 : 1) * LINE + PAD_Y;
    for (const side of SIDES) {
      const box = boxAt(wish, side, w, h);
      if (fits(box)) return { key: wish.key, box, side, withReason };
    }
  }
  return undefined;
}

export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

export const inside = (box: Box, view: Box): boolean =>
  box.x >= view.x && box.y >= view.y && box.x + box.w <= view.x + view.w && box.y + box.h <= view.y + view.h;
