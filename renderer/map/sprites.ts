import type { StatusCounts } from '../selectors/site-list.ts';
import type { Palette } from './palette.ts';
import { clusterSize, ringShares, worstOf } from './ring.ts';
import { drawPin, type PinLook } from './shapes.ts';

/** A picture drawn once and stamped many times; `half` is the distance in px from its middle to its edge. */
export interface Sprite {
  readonly image: OffscreenCanvas;
  readonly half: number;
}

const CORNER_PX = 18;
const RING_GAP_DEG = 3.4;
/** Rings differ in their mix; the oldest drawn ones make room. */
const SPRITES_KEPT = 600;

export interface Sprites {
  pin(look: PinLook, zoom: number): Sprite;
  ring(counts: StatusCounts, total: number): Sprite;
}

/** Diameter of the 20-unit square in px by zoom (visual §6): fine dots 8, 10, 14, others 20, 20, 22. */
export function pinSize(look: PinLook, zoom: number): number {
  const small = look.status === 'ok' && !look.silent;
  if (small || look.hollow) return zoom < 6 ? 18 : zoom < 10 ? 21 : 30;
  return zoom < 10 ? 22 : 24;
}

export function makeSprites(palette: Palette, pixelRatio: number): Sprites {
  const kept = new Map<string, Sprite>();

  function sprite(key: string, half: number, draw: (ctx: OffscreenCanvasRenderingContext2D) => void): Sprite {
    const known = kept.get(key);
    if (known) return known;
    const side = Math.ceil(2 * half * pixelRatio);
    const image = new OffscreenCanvas(side, side);
    const ctx = image.getContext('2d');
    if (!ctx) throw new Error('No 2D canvas.');
    ctx.scale(pixelRatio, pixelRatio);
    ctx.translate(half, half);
    draw(ctx);
    if (kept.size >= SPRITES_KEPT) kept.delete(kept.keys().next().value!);
    const made = { image, half };
    kept.set(key, made);
    return made;
  }

  return {
    pin(look, zoom) {
      const size = pinSize(look, zoom);
      return sprite(`pin ${look.status} ${look.silent} ${look.hollow} ${size}`, Math.ceil(size / 2) + 3, (ctx) => {
        ctx.scale(size / 20, size / 20);
        ctx.translate(-10, -10);
        drawPin(ctx, look, palette);
      });
    },
    ring(counts, total) {
      const size = clusterSize(total);
      const key = `ring ${total} ${Object.values(counts).join(' ')}`;
      return sprite(key, size / 2 + 14, (ctx) => drawRing(ctx, counts, total, size, palette));
    },
  };
}

function drawRing(ctx: OffscreenCanvasRenderingContext2D, counts: StatusCounts, total: number, size: number, palette: Palette): void {
  const outer = size / 2 + 1;
  const radius = size / 2 - 4;
  const worst = worstOf(counts);
  ctx.beginPath();
  ctx.arc(0, 0, outer, 0, 2 * Math.PI);
  ctx.fillStyle = palette.surface;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = worst === undefined ? palette.border : worst === 'warn' && palette.warnEdge !== 'transparent' ? palette.warnEdge : palette.fill[worst];
  ctx.stroke();
  const shares = ringShares(counts);
  for (const share of shares) {
    const gap = shares.length > 1 ? RING_GAP_DEG : 0;
    ctx.beginPath();
    ctx.arc(0, 0, radius, radians(share.from + gap), radians(share.to - gap));
    ctx.lineWidth = share.status === 'ok' ? 2 : 5;
    ctx.strokeStyle = palette.fill[share.status];
    ctx.stroke();
  }
  ctx.fillStyle = palette.text;
  ctx.font = `600 13px ${palette.fontNarrow}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(String(total), 0, 0.5);
  if (worst === undefined) return;
  ctx.translate(size / 2 + 2, -(size / 2));
  ctx.scale(CORNER_PX / 20, CORNER_PX / 20);
  ctx.translate(-10, -10);
  drawPin(ctx, { status: worst, silent: false, hollow: false }, palette);
}

/** Degrees clockwise from 12 o'clock as the canvas counts them. */
const radians = (degrees: number): number => ((degrees - 90) * Math.PI) / 180;
