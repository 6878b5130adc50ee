import type { SiteStatus } from '../../fleet/model/status.ts';

/*
 * Shares of a cluster's ring differ without colour (visual §6): ticks on a rim, whole, blocks, dots, two lines, thin. The
 * narrowest share that there is, 7 px, shows each of them.
 */

const WIDTH_PX = 5;

/** Angles as the canvas counts them, in radians. */
export interface Arc {
  readonly radius: number;
  readonly from: number;
  readonly to: number;
}

type Context = Pick<CanvasRenderingContext2D, 'beginPath' | 'moveTo' | 'arc' | 'stroke' | 'fill' | 'lineWidth' | 'lineCap'>;

function line(ctx: Context, { radius, from, to }: Arc, width: number): void {
  ctx.beginPath();
  ctx.arc(0, 0, radius, from, to);
  ctx.lineWidth = width;
  ctx.stroke();
}

/** About `pitchPx` apart, as many as fit and at least `least`. */
const countOn = ({ radius, from, to }: Arc, pitchPx: number, least: number): number =>
  Math.max(least, Math.round(((to - from) * radius) / pitchPx));

/** Equal blocks from end to end; `gapPx` between them. */
function blocks(ctx: Context, arc: Arc, pitchPx: number, gapPx: number, least: number): void {
  const { radius, from, to } = arc;
  const [n, gap] = [countOn(arc, pitchPx, least), gapPx / radius];
  const length = (to - from - (n - 1) * gap) / n;
  ctx.beginPath();
  for (let at = 0; at < n; at += 1) {
    const start = from + at * (length + gap);
    ctx.moveTo(radius * Math.cos(start), radius * Math.sin(start));
    ctx.arc(0, 0, radius, start, start + length);
  }
  ctx.lineWidth = WIDTH_PX;
  ctx.stroke();
}

function dots(ctx: Context, arc: Arc): void {
  const { radius, from, to } = arc;
  const n = countOn(arc, 4.4, 2);
  ctx.beginPath();
  for (let at = 0; at < n; at += 1) {
    const angle = from + ((at + 0.5) * (to - from)) / n;
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    ctx.moveTo(x + 1.5, y);
    ctx.arc(x, y, 1.5, 0, 2 * Math.PI);
  }
  ctx.fill();
}

const MARK: Readonly<Record<SiteStatus, (ctx: Context, arc: Arc) => void>> = {
  offline(ctx, arc) {
    blocks(ctx, arc, 3, 1.6, 3);
    line(ctx, { ...arc, radius: arc.radius + WIDTH_PX / 2 - 0.5 }, 1.2);
  },
  err: (ctx, arc) => line(ctx, arc, WIDTH_PX),
  warn: (ctx, arc) => blocks(ctx, arc, 6.5, 2, 2),
  unknown: dots,
  maintenance(ctx, arc) {
    line(ctx, { ...arc, radius: arc.radius + 1.8 }, 1.5);
    line(ctx, { ...arc, radius: arc.radius - 1.8 }, 1.5);
  },
  ok: (ctx, arc) => line(ctx, arc, 2),
};

/** Draws one share in the context's colours around its origin. */
export function drawShare(ctx: Context, status: SiteStatus, arc: Arc): void {
  ctx.lineCap = 'butt';
  MARK[status](ctx, arc);
}
