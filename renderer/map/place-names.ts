import { inside, overlap, type Box } from './labels.ts';
import type { NameKind, NamePlace } from './street-names.ts';

/** A name that wants a place, and how wide its words are, all in px. */
export interface NameWish extends NamePlace {
  readonly width: number;
}

/** More names than this would be a wall of words. */
const MOST = 60;
const LINE = 14;
/** Around each name. */
const GAP = 5;
/** The same road is named again at this distance. */
const AGAIN_PX = 320;

export const isPlace = (kind: NameKind): boolean => kind !== 'major' && kind !== 'minor';

/**
 * Names in the order of the wishes, none over a pin, a label (`taken`), another name, or beyond `view`. A road's name stands
 * only where the road is as long as its words; a place has its name once.
 */
export function placeNames(
  wishes: readonly NameWish[],
  view: Box,
  taken: readonly Box[],
  covered: (box: Box) => boolean,
): readonly NameWish[] {
  const placed: { readonly wish: NameWish; readonly box: Box }[] = [];
  for (const wish of wishes) {
    if (placed.length >= MOST) break;
    if (!isPlace(wish.kind) && wish.width > wish.length) continue;
    const box = boxOf(wish);
    const isFree = inside(box, view) && !placed.some((one) => overlap(one.box, box)) && !taken.some((one) => overlap(one, box)) && !covered(box);
    if (isFree && !placed.some((one) => isSaid(one.wish, wish))) placed.push({ wish, box });
  }
  return placed.map(({ wish }) => wish);
}

const isSaid = (said: NameWish, wish: NameWish): boolean =>
  said.text === wish.text && (isPlace(wish.kind) || Math.hypot(said.x - wish.x, said.y - wish.y) < AGAIN_PX);

/** What the turned words cover, with a gap. */
function boxOf({ x, y, turnDeg, width }: NameWish): Box {
  const turn = (turnDeg * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(turn)), Math.abs(Math.cos(turn))];
  const [w, h] = [width * cos + LINE * sin + 2 * GAP, width * sin + LINE * cos + 2 * GAP];
  return { x: x - w / 2, y: y - h / 2, w, h };
}
