import type { SiteStatus } from '../../fleet/model/status.ts';
import type { Palette } from './palette.ts';

/* The shapes of components/glyph.tsx on a canvas: same 20-unit grid, plus the halo that lifts a pin off the land. */

const WARN = new Path2D(
  'M10 1.6c.5 0 1 .27 1.26.72l7.3 12.9c.53.97-.16 2.18-1.27 2.18H2.7c-1.1 0-1.8-1.2-1.26-2.18l7.3-12.9C9 1.87 9.5 1.6 10 1.6z',
);
const WARN_HALO = new Path2D('M10 1.6l9 15.8H1z');
const QUESTION = new Path2D('M7.9 8.1a2.1 2.1 0 1 1 3.3 1.7c-.8.5-1.2.9-1.2 1.7');

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function disc(ctx: Context, radius: number): void {
  ctx.beginPath();
  ctx.arc(10, 10, radius, 0, 2 * Math.PI);
}

function dot(ctx: Context, y: number, radius: number, colour: string): void {
  ctx.beginPath();
  ctx.arc(10, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
}

function strokes(
  ctx: Context,
  width: number,
  colour: string,
  lines: readonly (readonly [number, number, number, number])[],
): void {
  ctx.beginPath();
  for (const [x1, y1, x2, y2] of lines) {
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
  }
  ctx.lineWidth = width;
  ctx.lineCap = 'round';
  ctx.strokeStyle = colour;
  ctx.stroke();
}

function box(ctx: Context, x: number, y: number, side: number, radius: number): void {
  ctx.beginPath();
  ctx.roundRect(x, y, side, side, radius);
}

function diamond(ctx: Context): void {
  ctx.save();
  ctx.translate(10, 10);
  ctx.rotate(Math.PI / 4);
  ctx.translate(-10, -10);
  box(ctx, 3, 3, 14, 1.6);
  ctx.restore();
}

/** Fill and outline in the halo's colour, a little larger than the shape that follows. */
function halo(ctx: Context, colour: string, path?: Path2D): void {
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4;
  if (path) {
    ctx.fill(path);
    ctx.stroke(path);
  } else {
    ctx.fill();
    ctx.stroke();
  }
}

const DRAW: Readonly<Record<SiteStatus, (ctx: Context, palette: Palette) => void>> = {
  offline(ctx, palette) {
    disc(ctx, 9);
    halo(ctx, palette.halo);
    disc(ctx, 9);
    ctx.fillStyle = palette.fill.offline;
    ctx.fill();
    strokes(ctx, 2.2, palette.on.offline, [
      [6.7, 6.7, 13.3, 13.3],
      [13.3, 6.7, 6.7, 13.3],
    ]);
  },
  err(ctx, palette) {
    diamond(ctx);
    halo(ctx, palette.halo);
    diamond(ctx);
    ctx.fillStyle = palette.fill.err;
    ctx.fill();
    strokes(ctx, 2.1, palette.on.err, [[10, 5.4, 10, 10.8]]);
    dot(ctx, 14.2, 1.3, palette.on.err);
  },
  warn(ctx, palette) {
    halo(ctx, palette.halo, WARN_HALO);
    ctx.fillStyle = palette.fill.warn;
    ctx.fill(WARN);
    ctx.lineWidth = 1.3;
    ctx.strokeStyle = palette.warnEdge;
    ctx.stroke(WARN);
    strokes(ctx, 2, palette.on.warn, [[10, 6.6, 10, 11.6]]);
    dot(ctx, 14.6, 1.2, palette.on.warn);
  },
  unknown(ctx, palette) {
    disc(ctx, 9);
    halo(ctx, palette.halo);
    disc(ctx, 8);
    ctx.fillStyle = palette.surface;
    ctx.fill();
    dashed(ctx, 8, 1.8, palette.fill.unknown, [3.2, 2.2]);
    ctx.lineWidth = 1.7;
    ctx.lineCap = 'round';
    ctx.strokeStyle = palette.fill.unknown;
    ctx.stroke(QUESTION);
    dot(ctx, 13.9, 1.1, palette.fill.unknown);
  },
  maintenance(ctx, palette) {
    box(ctx, 2.4, 2.4, 15.2, 3);
    halo(ctx, palette.halo);
    box(ctx, 2.4, 2.4, 15.2, 3);
    ctx.fillStyle = palette.fill.maintenance;
    ctx.fill();
    strokes(ctx, 2.2, palette.on.maintenance, [
      [7.6, 6.6, 7.6, 13.4],
      [12.4, 6.6, 12.4, 13.4],
    ]);
  },
  ok(ctx, palette) {
    disc(ctx, 4.4);
    halo(ctx, palette.halo);
    disc(ctx, 4.6);
    ctx.fillStyle = palette.fill.ok;
    ctx.fill();
  },
};

function dashed(ctx: Context, radius: number, width: number, colour: string, dash: number[]): void {
  ctx.save();
  ctx.setLineDash(dash);
  ctx.lineCap = 'butt';
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  disc(ctx, radius);
  ctx.stroke();
  ctx.restore();
}

export interface PinLook {
  readonly status: SiteStatus;
  /** Dashed ring: what is shown is old. */
  readonly silent: boolean;
  /** Not yet adopted: a ring instead of a dot. */
  readonly hollow: boolean;
}

/** Draws a pin into the 20-unit square at the context's origin. */
export function drawPin(ctx: Context, look: PinLook, palette: Palette): void {
  if (look.silent) {
    disc(ctx, 10.6);
    ctx.fillStyle = palette.halo;
    ctx.fill();
  }
  if (look.hollow) {
    disc(ctx, 5);
    halo(ctx, palette.halo);
    disc(ctx, 4.4);
    ctx.fillStyle = palette.surface;
    ctx.fill();
    ctx.lineWidth = 2;
    ctx.strokeStyle = palette.fill.ok;
    ctx.stroke();
  } else {
    DRAW[look.status](ctx, palette);
  }
  if (look.silent) dashed(ctx, 9.2, 1.5, palette.stale, [2.4, 2.6]);
}
