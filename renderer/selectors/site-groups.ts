import type { SiteRecord } from '../../fleet/model/site.ts';
import { countsInFleet } from './filter.ts';

type Sites = Readonly<Record<string, SiteRecord>>;

/** Sites of the fleet by region and by tag; a site has one region at most and any number of tags. */
export interface SiteGroups {
  readonly regions: ReadonlyMap<string, number>;
  readonly tags: ReadonlyMap<string, number>;
}

export const NO_GROUPS: SiteGroups = { regions: new Map(), tags: new Map() };

/** Kept up at the cost of the sites that changed; the same object where no region or tag did. */
export function updateGroups(groups: SiteGroups, before: Sites, after: Sites, changed: readonly string[]): SiteGroups {
  const moved = changed.filter((id) => !sameGroups(before[id], after[id]));
  if (moved.length === 0) return groups;
  const regions = new Map(groups.regions);
  const tags = new Map(groups.tags);
  for (const id of moved) {
    for (const [site, sign] of [[before[id], -1], [after[id], 1]] as const) {
      if (!countsInFleet(site)) continue;
      if (site.region) add(regions, site.region, sign);
      for (const tag of new Set(site.tags)) add(tags, tag, sign);
    }
  }
  return { regions, tags };
}

function sameGroups(old: SiteRecord | undefined, now: SiteRecord | undefined): boolean {
  const [was, is] = [countsInFleet(old) ? old : undefined, countsInFleet(now) ? now : undefined];
  return was?.region === is?.region && (was?.tags ?? []).join('\n') === (is?.tags ?? []).join('\n');
}

function add(counts: Map<string, number>, name: string, sign: 1 | -1): void {
  const count = (counts.get(name) ?? 0) + sign;
  if (count > 0) counts.set(name, count);
  else counts.delete(name);
}
