import type { ViewBounds } from '../../fleet/tunnel/window.ts';

/** Whole pixels of the window's content area. */
interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What a site's page may never cover, CSS pixels from the top of the window: header, tabs and band of the main window
 * (48 + 40 + 52), the band alone in a window of its own; a little less where the text is set smaller.
 */
export const FRAME_TOP = { main: 120, own: 44 } as const;

/**
 * Where a page stands, or undefined where there is no room. `bounds` are the window's wish in CSS pixels at `zoom`; the
 * answer lies within the content area and below the console's own frame, whatever was wished.
 */
export const placeView = (
  bounds: ViewBounds,
  content: { readonly width: number; readonly height: number },
  zoom: number,
  frameTop: number,
): Rectangle | undefined => {
  const left = clamp(Math.round(bounds.x * zoom), 0, content.width);
  const top = clamp(Math.round(bounds.y * zoom), Math.ceil(frameTop * zoom), content.height);
  const right = clamp(Math.round((bounds.x + bounds.width) * zoom), left, content.width);
  const bottom = clamp(Math.round((bounds.y + bounds.height) * zoom), top, content.height);
  const width = right - left;
  const height = bottom - top;
  return width < 1 || height < 1 ? undefined : { x: left, y: top, width, height };
};

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, Math.max(least, most)));
