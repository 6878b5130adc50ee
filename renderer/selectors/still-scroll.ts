export interface StillScroll {
  readonly scrollTopPx: number;
  readonly padTopPx: number;
  readonly padBottomPx: number;
}

/**
 * How a list must be scrolled so that its content begins `offsetPx` above its upper edge (below it where negative), and the
 * empty room before and after the content without which it cannot be scrolled so far.
 */
export function stillScroll(offsetPx: number, contentPx: number, viewPx: number): StillScroll {
  if (offsetPx < 0) return { scrollTopPx: 0, padTopPx: -offsetPx, padBottomPx: 0 };
  return { scrollTopPx: offsetPx, padTopPx: 0, padBottomPx: Math.max(0, offsetPx + viewPx - contentPx) };
}
