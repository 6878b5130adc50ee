import type { SiteRecord } from '../../fleet/model/site.ts';
import type { PictureChange } from '../fleet-picture.ts';
import type { SiteFilter } from '../../fleet/saved-view.ts';
import { filterWords, isDrawn, isWithin } from '../selectors/filter.ts';
import type { Sites } from '../selectors/site-list.ts';
import type { WorldPoint } from './mercator.ts';
import { worldX, worldY } from './mercator.ts';
import { hasPlace, makeSiteClusters, type SiteClusters } from './site-clusters.ts';

/**
 * The sites that the map shows, grouped by place for one filter. Made anew where place, membership or filter changed.
 */
export interface MapSites {
  readonly clusters: SiteClusters;
  readonly places: readonly WorldPoint[];
  /** Sites that pass the filter and have told no position. */
  readonly placeless: number;
  /** True when a site came, went or moved by this change, so that groups must be made anew. */
  outdatedBy(change: PictureChange): boolean;
}

export function groupSites(sites: Sites, filter: SiteFilter): MapSites {
  const words = filterWords(filter.text);
  const isShown = (site: SiteRecord | undefined): boolean =>
    isDrawn(site) && (filter.status === undefined || site.status === filter.status) && isWithin(site, filter, words);
  const shown = Object.values(sites).filter(isShown);
  const clusters = makeSiteClusters(shown);
  return {
    clusters,
    places: shown.filter(hasPlace).map(({ lat, lon }) => ({ x: worldX(lon), y: worldY(lat) })),
    placeless: shown.length - clusters.size,
    outdatedBy: ({ all, before, after, keys }) =>
      all ||
      (keys.sites ?? []).some((id) => {
        const [old, now] = [before.tables.sites[id], after.tables.sites[id]];
        return old?.lat !== now?.lat || old?.lon !== now?.lon || isShown(old) !== isShown(now);
      }),
  };
}
