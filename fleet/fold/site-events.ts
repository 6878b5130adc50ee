import type { EventKind } from '../wire/catalogue.ts';
import type { Bodies } from '../wire/messages.ts';
import { withAlertEvent } from './agent-alerts.ts';
import { count } from './counters.ts';
import type { Draft } from './draft.ts';
import { withEvent } from './seen-ranges.ts';
import type { SiteFold } from './site-fold.ts';

export type EventBody = Bodies[EventKind];

/**
 * An event of the site: copies are dropped by (site, `boot`, `seq`), whatever hub they come from (contract §3). Events prove
 * no life: they may be backlog (§4). Embeddings have no reader yet and are only counted.
 */
export const withSiteEvent = (draft: Draft, site: SiteFold, kind: EventKind, body: EventBody): SiteFold => {
  const { wallTs } = draft.at;
  const events = withEvent(site.kept.events, body.boot, body.seq, wallTs);
  if (events === undefined) {
    count(draft, `duplicate_event:${site.id}`);
    return site;
  }
  const next = { ...site, kept: { ...site.kept, events } };
  if (kind === 'event/embedding') {
    count(draft, 'embedding_unused');
    return next;
  }
  draft.writes.push({
    table: 'history',
    site: site.id,
    kind,
    boot: body.boot,
    seq: body.seq,
    ts: body.ts,
    rxTs: wallTs,
  });
  return kind === 'event/alert' ? withAlertEvent(draft, next, body as Bodies['event/alert']) : next;
};
