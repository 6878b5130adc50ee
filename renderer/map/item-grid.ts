import type { Box } from './labels.ts';

/** Something drawn at a place, reaching `radius` px from it. */
export interface Placed {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Half of what it really covers; words must not stand there. */
  readonly body: number;
}

export const CELL_PX = 64;

/**
 * Which items reach into which square of the canvas: for drawing only what changed and for finding what is under the
 * pointer.
 */
export interface ItemGrid<T extends Placed> {
  /** Cells, as `column,row`, that an item's drawing may touch. */
  cellsOf(item: T): readonly string[];
  inCell(cell: string): readonly T[];
  /** The item nearest to a point within `reach` px of its centre, or within its own radius. */
  at(x: number, y: number, reach: number): T | undefined;
  /** True when the body of any item reaches into the box. */
  anyIn(box: Box): boolean;
  countIn(box: Box): number;
}

export function makeItemGrid<T extends Placed>(items: readonly T[]): ItemGrid<T> {
  const cells = new Map<string, T[]>();
  const span = (from: number, to: number): readonly number[] => {
    const result: number[] = [];
    for (let at = Math.floor(from / CELL_PX); at <= Math.floor(to / CELL_PX); at++) result.push(at);
    return result;
  };
  const cellsOfBox = (box: Box): readonly string[] =>
    span(box.x, box.x + box.w).flatMap((column) => span(box.y, box.y + box.h).map((row) => `${column},${row}`));
  const cellsOf = (item: T): readonly string[] =>
    cellsOfBox({ x: item.x - item.radius, y: item.y - item.radius, w: 2 * item.radius, h: 2 * item.radius });
  for (const item of items) {
    for (const cell of cellsOf(item)) {
      const list = cells.get(cell);
      if (list) list.push(item);
      else cells.set(cell, [item]);
    }
  }
  const inCell = (cell: string): readonly T[] => cells.get(cell) ?? [];
  return {
    cellsOf,
    inCell,
    at(x, y, reach) {
      let best: T | undefined;
      let bestDistance = Infinity;
      for (const cell of cellsOfBox({ x: x - reach, y: y - reach, w: 2 * reach, h: 2 * reach })) {
        for (const item of inCell(cell)) {
          const distance = Math.hypot(item.x - x, item.y - y);
          if (distance <= reach && distance < bestDistance) [best, bestDistance] = [item, distance];
        }
      }
      return best;
    },
    anyIn: (box) =>
      cellsOfBox(box).some((cell) =>
        inCell(cell).some(
          ({ x, y, body }) =>
            x + body > box.x && x - body < box.x + box.w && y + body > box.y && y - body < box.y + box.h,
        ),
      ),
    countIn(box) {
      const seen = new Set<T>();
      for (const cell of cellsOfBox(box)) {
        for (const item of inCell(cell)) {
          if (item.x > box.x && item.x < box.x + box.w && item.y > box.y && item.y < box.y + box.h) seen.add(item);
        }
      }
      return seen.size;
    },
  };
}

/** The item nearest in a direction: distance counts along it, straying aside counts double. */
export function nearestTowards<T extends Placed>(items: readonly T[], from: T, dx: number, dy: number): T | undefined {
  let best: T | undefined;
  let bestCost = Infinity;
  for (const item of items) {
    if (item.key === from.key) continue;
    const along = (item.x - from.x) * dx + (item.y - from.y) * dy;
    const aside = Math.abs((item.x - from.x) * dy) + Math.abs((item.y - from.y) * dx);
    if (along <= 0 || aside > 2.5 * along) continue;
    const cost = along + 2 * aside;
    if (cost < bestCost) [best, bestCost] = [item, cost];
  }
  return best;
}
