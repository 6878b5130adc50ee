import { isRetired } from '../desk/retired.ts';
import { shardGet } from '../shard-map.ts';
import { STATE_KINDS } from '../wire/catalogue.ts';
import { without } from './documents.ts';
import type { Draft } from './draft.ts';
import { topicOrder } from './site-fold.ts';
import type { SiteFold, SiteKept } from './site-fold.ts';

/* "Agent re-installed? accept" (contract §3): what the fold knew by the old boots ends, so that the new one starts clean. */

type IsGone = (boot: number) => boolean;

/** Orders of the old boots are greater than all that the new one will ever say: nothing may be compared with them. */
const keptWithout = (kept: SiteKept, isGone: IsGone): SiteKept => {
  const {
    will,
    skewMs: _skew,
    reinstalledBoot: _accepted,
    reinstalledTs: _rose,
    twoDevicesTs: _turns,
    lowestBoot: _lowest,
    ...rest
  } = kept;
  const { listed, boots } = kept.events;
  return {
    ...rest,
    ...(will !== undefined && !isGone(will.boot) && { will }),
    events: { boots, ...(listed !== undefined && !isGone(listed[0]) && { listed }) },
    closedOrders: Object.fromEntries(Object.entries(kept.closedOrders).filter(([, [boot]]) => !isGone(boot))),
  };
};

/** The site without the documents of retired boots; the greatest other boot counts. */
export const withoutRetired = (draft: Draft, site: SiteFold): SiteFold => {
  const document = shardGet(draft.desk.sites, site.id);
  if (document?.retired === undefined || document.retired.length === 0) return site;
  const isGone: IsGone = (boot) => isRetired(document, boot);
  let next = site;
  for (const kind of STATE_KINDS) {
    const order = topicOrder(next, kind);
    if (order === undefined || !isGone(order[0])) continue;
    draft.writes.push({ table: 'document-cleared', site: site.id, kind, rxTs: draft.at.wallTs });
    // What the hubs retain is the new one's, refused here till now; some of it comes only once a day.
    if (!draft.requests.includes('reread')) draft.requests.push('reread');
    const { baseline, cleared } = next.kept;
    next = {
      ...next,
      docs: without(next.docs, kind),
      kept: { ...next.kept, baseline: without(baseline, kind), cleared: without(cleared, kind) },
    };
  }
  const { skew: _skew, ...live } = next.live;
  return { ...next, kept: keptWithout(next.kept, isGone), live: { ...live, lower: {} } };
};
