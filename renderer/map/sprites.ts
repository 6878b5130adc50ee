import type { Palette } from './palette.ts';
import { drawPin, type PinLook } from './shapes.ts';

/* Pins have few looks and are many: each look is drawn once. Rings have many looks and are few: see ring-drawing.ts. */

/** A picture drawn once and stamped many times; `half` is the distance in px from its middle to its edge. */
export interface Sprite {
  readonly image: ImageBitmap;
  readonly half: number;
}

export interface Sprites {
  pin(look: PinLook, zoom: number): Sprite;
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
    const canvas = new OffscreenCanvas(side, side);
    const ctx = canvas.getContext('2d');
    if (!ctx) throw new Error('No 2D canvas.');
    ctx.scale(pixelRatio, pixelRatio);
    ctx.translate(half, half);
    draw(ctx);
    // A canvas would be copied anew for each stamp.
    const made = { image: canvas.transferToImageBitmap(), half };
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
  };
}
