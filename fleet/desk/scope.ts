import type { SiteId } from '../ids.ts';
import type { Scope } from '../wire/desk-parts.ts';

/** What a scope is matched against; `region` and `tags` come from the site's own `state/site`. */
export interface ScopedSite {
  readonly id: SiteId;
  readonly region?: string;
  readonly tags: readonly string[];
}

/** How closely a scope names the site: by itself 3, by a tag 2, by its region 1, as one of all 0; undefined: not at all. */
export const scopeRank = (scope: Scope, site: ScopedSite): number | undefined => {
  if (scope.sites?.includes(site.id)) return 3;
  if (scope.tags?.some((tag) => site.tags.includes(tag))) return 2;
  if (site.region !== undefined && scope.regions?.includes(site.region)) return 1;
  return scope.all === true ? 0 : undefined;
};

/** True where the scope names the site in any way; its members add up. */
export const inScope = (scope: Scope, site: ScopedSite): boolean => scopeRank(scope, site) !== undefined;
