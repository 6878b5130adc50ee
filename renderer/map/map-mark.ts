import type { SiteId } from '../../fleet/ids.ts';
import type { WorldPoint } from './mercator.ts';

/** A pin or a ring at a place of the world. A ring's `key` holds while the positions of the sites do. */
export type MapMark =
  | { readonly kind: 'pin'; readonly key: SiteId; readonly at: WorldPoint; readonly sites: readonly [SiteId] }
  | { readonly kind: 'cluster'; readonly key: string; readonly at: WorldPoint; readonly sites: readonly SiteId[] };
