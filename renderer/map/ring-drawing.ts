import type { SiteStatus } from '../../fleet/model/status.ts';
import type { StatusCounts } from '../selectors/site-list.ts';
import type { Palette } from './palette.ts';
import { clusterSize, ringShares, worstOf } from './ring.ts';
import { drawShare } from './share-marks.ts';
import { drawPin } from './shapes.ts';

const CORNER_PX = 18;
const RING_GAP_DEG = 2.4;

/** Draws a cluster's ring around a point: share of states, count, outline and corner glyph of the worst (visual §6). */
export function drawRing(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  counts: StatusCounts,
  total: number,
  palette: Palette,
): void {
  const size = clusterSize(total);
  ctx.save();
  ctx.translate(x, y);
  const outer = size / 2 + 1;
  const radius = size / 2 - 4;
  const worst = worstOf(counts);
  ctx.beginPath();
  ctx.arc(0, 0, outer, 0, 2 * Math.PI);
  ctx.fillStyle = palette.surface;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle =
    worst === undefined
      ? palette.border
      : worst === 'warn' && palette.warnEdge !== 'transparent'
        ? palette.warnEdge
        : palette.fill[worst];
  ctx.stroke();
  const shares = ringShares(counts);
  for (const share of shares) {
    const gap = shares.length > 1 ? RING_GAP_DEG : 0;
    ctx.fillStyle = palette.fill[share.status];
    ctx.strokeStyle = palette.fill[share.status];
    drawShare(ctx, share.status, { radius, from: radians(share.from + gap), to: radians(share.to - gap) });
  }
  ctx.fillStyle = palette.text;
  ctx.font = `600 13px ${palette.fontNarrow}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(String(total), 0, 0.5);
  if (worst !== undefined) drawCorner(ctx, worst, size, palette);
  ctx.restore();
}

function drawCorner(ctx: CanvasRenderingContext2D, worst: SiteStatus, size: number, palette: Palette): void {
  ctx.translate(size / 2 + 2, -(size / 2));
  ctx.scale(CORNER_PX / 20, CORNER_PX / 20);
  ctx.translate(-10, -10);
  drawPin(ctx, { status: worst, silent: false, hollow: false }, palette);
}

/** Degrees clockwise from 12 o'clock as the canvas counts them. */
const radians = (degrees: number): number => ((degrees - 90) * Math.PI) / 180;
