import type { WindowedSite } from '../desk/windows.ts';
import type { SiteFold } from './site-fold.ts';

const NO_TAGS: readonly string[] = [];

/** The site as scopes of rules and windows see it: region, tags and zone are what the site says of itself. */
export const scopedSite = ({ id, docs }: SiteFold): WindowedSite => {
  const said = docs['state/site']?.body;
  return {
    id,
    tags: said?.tags ?? NO_TAGS,
    ...(said?.region !== undefined && { region: said.region }),
    ...(said?.time_zone !== undefined && { timeZone: said.time_zone }),
  };
};
