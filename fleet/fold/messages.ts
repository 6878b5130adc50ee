import type { MessageEvent, RejectedEvent } from '../events.ts';
import type { SiteId } from '../ids.ts';
import { EVENT_KINDS, STATE_KINDS } from '../wire/catalogue.ts';
import type { EventKind, StateKind, TopicKind } from '../wire/catalogue.ts';
import type { LastWriterDocument } from '../desk/last-writer.ts';
import { admitSite } from './adoption.ts';
import { count } from './counters.ts';
import { foldDeskAlert, foldDeskNamed, foldDeskSite } from './desk-documents.ts';
import { withCleared, withState, withWill } from './documents.ts';
import { siteIn } from './draft.ts';
import { noteEarlyBridge } from './early-bridges.ts';
import type { Draft } from './draft.ts';
import { withBridgeState } from './life.ts';
import { withReject } from './local-alerts.ts';
import { putSite } from './settle.ts';
import { withSiteEvent } from './site-events.ts';
import type { EventBody } from './site-events.ts';
import type { SiteFold, StateBody } from './site-fold.ts';

/** To the one string of a kind: what is cut out of a topic would be compared letter by letter at every use. */
const STATES: ReadonlyMap<string, StateKind> = new Map(STATE_KINDS.map((kind) => [kind, kind]));
const EVENTS: ReadonlyMap<string, EventKind> = new Map(EVENT_KINDS.map((kind) => [kind, kind]));
const isStateKind = (kind: string): kind is StateKind => STATES.has(kind);

const editSite = (draft: Draft, id: SiteId, edit: (site: SiteFold) => SiteFold): void => {
  const known = siteIn(draft, id);
  const site = known ?? admitSite(draft, id);
  if (site === undefined) return;
  const next = edit(site);
  if (next !== known) putSite(draft, known, next);
};

/** The broker's own word on bridges makes no site, but it may come before the site's first document. */
const foldBridge = (draft: Draft, id: SiteId, hub: string, up: boolean | undefined): void => {
  const known = siteIn(draft, id);
  if (known === undefined) return noteEarlyBridge(draft, id, hub, up);
  const next = withBridgeState(draft, known, hub, up);
  if (next !== known) putSite(draft, known, next);
};

const foldCleared = (draft: Draft, of: TopicKind, site: SiteId | undefined): void => {
  // Nothing is lost there: a console that connects asks on its own presence topic whether it may write.
  if (of === 'desk/operator') return;
  if (site === undefined || !isStateKind(of)) return count(draft, `retained_cleared.${of}`);
  const known = siteIn(draft, site);
  if (known === undefined) return count(draft, 'retained_cleared.unknown_site');
  const next = withCleared(draft, known, of);
  if (next !== known) putSite(draft, known, next);
};

/** One decoded message to the part of the fold that knows its kind. */
export const foldMessage = (draft: Draft, { message, hub, retained }: MessageEvent): void => {
  const state = STATES.get(message.kind);
  if (state !== undefined) {
    const { site, body } = message as { site: SiteId; body: StateBody };
    return editSite(draft, site, (known) => withState(draft, known, state, body, retained));
  }
  const event = EVENTS.get(message.kind);
  if (event !== undefined) {
    const { site, body } = message as { site: SiteId; body: EventBody };
    return editSite(draft, site, (known) => withSiteEvent(draft, known, event, body));
  }
  switch (message.kind) {
    case 'will':
      return editSite(draft, message.site, (known) => withWill(draft, known, message.body, retained));
    case 'bridge/state':
      return foldBridge(draft, message.site, hub, message.up);
    case 'cleared':
      return foldCleared(draft, message.of, message.site);
    case 'desk/alert':
      return foldDeskAlert(draft, message.site, message.id, message.body);
    case 'desk/site':
      return foldDeskSite(draft, message.site, message.body);
    case 'desk/window':
    case 'desk/rule':
    case 'desk/rollout':
    case 'desk/handover':
      return foldDeskNamed(draft, message.kind, message.id, message.body as LastWriterDocument);
    // Operators on duty, hub summaries, commands and hints are read by other parts of the console.
    default:
      return undefined;
  }
};

const withNewer = (site: SiteFold, kind: string): SiteFold =>
  site.kept.newer.includes(kind) ? site : { ...site, kept: { ...site.kept, newer: [...site.kept.newer, kind] } };

/** What did not decode: counted by reason and site; a site that is known is told apart by badge and alert (contract §7). */
export const foldRejected = (draft: Draft, { reason, kind, site }: RejectedEvent): void => {
  count(draft, site === undefined ? `rejected.${reason}` : `rejected.${reason}:${site}`);
  const known = site === undefined ? undefined : siteIn(draft, site);
  if (known === undefined) return;
  const marked = reason === 'version' && kind !== undefined && isStateKind(kind) ? withNewer(known, kind) : known;
  putSite(draft, known, withReject(draft, marked));
};
