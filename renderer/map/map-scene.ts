import type { SiteId } from '../../fleet/ids.ts';
import type { SiteStatus } from '../../fleet/model/status.ts';
import type { DrawnItem } from './pin-items.ts';

/**
 * What the map shows right now, for everything around the canvas: list for keyboard and screen readers, legend, card.
 */
export interface MapScene {
  /** Pins and rings in view, in reading order: top to bottom, left to right. */
  readonly items: readonly DrawnItem[];
  readonly pins: number;
  readonly clusters: number;
  /** Sites in view, those inside rings included. */
  readonly sites: number;
  readonly statuses: ReadonlySet<SiteStatus>;
  readonly anySilent: boolean;
  /** Sites that pass the filter and have told no position. */
  readonly placeless: number;
  readonly selected?: { readonly site: SiteId; readonly item: DrawnItem; readonly x: number; readonly y: number };
  /** The street map could not be read, wholly or in a part. */
  readonly streetsBroken: boolean;
  /** The ring whose sites are listed, and where it is. */
  readonly opened?: { readonly item: DrawnItem; readonly x: number; readonly y: number };
}

type Cards = Pick<MapScene, 'selected' | 'opened' | 'streetsBroken'>;

export const EMPTY_SCENE: MapScene = {
  items: [],
  pins: 0,
  clusters: 0,
  sites: 0,
  statuses: new Set(),
  anySilent: false,
  placeless: 0,
  streetsBroken: false,
};

export function makeScene(items: readonly DrawnItem[], placeless: number, cards: Cards): MapScene {
  const statuses = new Set<SiteStatus>();
  let [pins, clusters, sites, anySilent] = [0, 0, 0, false];
  for (const item of items) {
    sites += item.mark.sites.length;
    if (item.pin) {
      pins += 1;
      if (!item.pin.hollow) statuses.add(item.pin.status);
      anySilent ||= item.pin.silent;
    } else if (item.counts) {
      clusters += 1;
      for (const [status, n] of Object.entries(item.counts)) if (n > 0) statuses.add(status as SiteStatus);
    }
  }
  const inOrder = [...items].sort((a, b) => Math.round(a.y / 24) - Math.round(b.y / 24) || a.x - b.x);
  return { items: inOrder, pins, clusters, sites, statuses, anySilent, placeless, ...cards };
}

export const itemsInView = (
  items: readonly DrawnItem[],
  placeOf: (item: DrawnItem) => { readonly x: number; readonly y: number },
  { w, h }: { readonly w: number; readonly h: number },
): readonly DrawnItem[] =>
  items.filter((item) => {
    const { x, y } = placeOf(item);
    return x >= 0 && y >= 0 && x <= w && y <= h;
  });

/** Nothing that anything around the canvas shows has changed. */
export function sameScene(a: MapScene, b: MapScene): boolean {
  const pin = ({ selected, opened }: MapScene): string =>
    (selected ? `${selected.site} ${Math.round(selected.x)} ${Math.round(selected.y)}` : '') +
    (opened ? `/${opened.item.key} ${opened.item.look} ${Math.round(opened.x)} ${Math.round(opened.y)}` : '');
  return (
    pin(a) === pin(b) &&
    a.placeless === b.placeless &&
    a.streetsBroken === b.streetsBroken &&
    a.items.length === b.items.length &&
    a.items.every((item, index) => sameItem(item, b.items[index]!))
  );
}

const sameItem = (a: DrawnItem, b: DrawnItem): boolean =>
  a.key === b.key && a.look === b.look && a.x === b.x && a.y === b.y;
