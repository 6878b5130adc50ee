import { CLOSED_SHOWN_MS, REMEMBER_MS } from '../alert-clock.ts';
import type { At } from '../events.ts';
import type { SiteId } from '../ids.ts';
import type { AlertRecord } from '../model/alert.ts';
import type { StoredFleet } from '../reduction.ts';
import { own } from '../own.ts';
import { shardEntries, shardGet, shardSet } from '../shard-map.ts';
import { parseTopic } from '../topics.ts';
import { STATE_KINDS } from '../wire/catalogue.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import type { DeskSite } from '../wire/desk-site.ts';
import { adoptAll } from './adoption.ts';
import type { DeskState } from './desk-state.ts';
import type { Draft } from './draft.ts';
import { newSite } from './site-fold.ts';
import { docOf } from './site-documents.ts';
import type { AlertFold, Docs, SiteFold, SiteKept, StateBody } from './site-fold.ts';
import type { StoredAlertFacts, StoredSite } from './stored-site.ts';

/*
 * The last known picture out of the rows that the fold wrote. What was true only for that engine's life (links, bridges,
 * silence) starts anew: silence counts from this start (contract §4 "Watched time").
 */

interface SiteRows {
  readonly stored: StoredSite | undefined;
  readonly docs: Docs;
  readonly alerts: readonly AlertRecord[];
}

/** Receive time of the last life: the stored one, or that of a document which was life when it came. */
const lifeTsOf = ({ stored, docs }: SiteRows, kept: SiteKept): number | undefined => {
  let lifeTs = stored?.lifeTs;
  for (const kind of STATE_KINDS) {
    const doc = docs[kind];
    const isLife = doc !== undefined && kept.baseline[kind] === undefined && stored !== undefined;
    if (isLife && (lifeTs === undefined || doc.rxTs > lifeTs)) lifeTs = doc.rxTs;
  }
  return lifeTs;
};

const UNKNOWN_FACTS: StoredAlertFacts = { order: [0, 0] };

const foldOf = (record: AlertRecord, facts: StoredAlertFacts = UNKNOWN_FACTS): AlertFold => {
  const { key: _key, site: _site, quiet: _quiet, parent: _parent, handling: _handling, ...rest } = record;
  return {
    ...rest,
    ownQuiet: facts.ownQuiet === true,
    order: facts.order,
    ...(facts.fromList === true && { fromList: true }),
    ...(facts.quietUntilTs !== undefined && { quietUntilTs: facts.quietUntilTs }),
  };
};

/** The rows of alerts, and those of a site that did not count: its open rows are out of date. */
const alertsIn = ({ stored, alerts }: SiteRows): AlertFold[] => {
  const unseen = stored?.unseen;
  const rows = unseen === undefined ? alerts : alerts.filter(({ state }) => state === 'closed');
  return [...rows.map((record) => foldOf(record, own(stored?.alerts, record.id))), ...(unseen ?? [])];
};

const withAlerts = (site: SiteFold, rows: SiteRows, at: At): SiteFold => {
  const alerts = new Map<string, AlertFold>();
  let { closed } = site;
  for (const alert of alertsIn(rows)) {
    const ageMs = alert.state === 'closed' ? at.wallTs - (alert.closedTs ?? 0) : 0;
    if (ageMs < CLOSED_SHOWN_MS) alerts.set(alert.id, alert);
    if (alert.state === 'closed' && ageMs < REMEMBER_MS)
      closed = shardSet(closed, alert.id, { closedTs: alert.closedTs ?? 0, rev: alert.rev });
  }
  return { ...site, alerts, closed };
};

const restoreSite = (id: SiteId, rows: SiteRows, at: At): SiteFold => {
  const blank = newSite(id, at.wallTs, 0);
  const kept = rows.stored?.kept ?? blank.kept;
  const lifeTs = lifeTsOf(rows, kept);
  const live = {
    ...blank.live,
    ...(lifeTs !== undefined && { lifeTs }),
    ...(kept.will !== undefined && { willWatchMs: 0 }),
  };
  return withAlerts({ ...blank, docs: rows.docs, kept, live }, rows, at);
};

/** Desk documents of the store; they were decoded before they were written. */
const restoreDesk = (desk: DeskState, stored: StoredFleet['desk']): DeskState => {
  let next = desk;
  for (const { topic, body } of stored) {
    const address = parseTopic(topic);
    if (address?.kind === 'desk/site' && address.site !== undefined) {
      next = { ...next, sites: shardSet(next.sites, address.site, body as DeskSite) };
    } else if (address?.kind === 'desk/alert' && address.site !== undefined && address.id !== undefined) {
      const sets = { ...shardGet(next.alerts, address.site), [address.id]: body as DeskAlert };
      next = { ...next, alerts: shardSet(next.alerts, address.site, sets), alertCount: next.alertCount + 1 };
    } else if (address?.kind === 'desk/window' && address.id !== undefined) {
      next = { ...next, windows: { ...next.windows, [address.id]: body as DeskState['windows'][string] } };
    } else if (address?.kind === 'desk/rule' && address.id !== undefined) {
      next = { ...next, rules: { ...next.rules, [address.id]: body as DeskState['rules'][string] } };
    } else if ((address?.kind === 'desk/rollout' || address?.kind === 'desk/handover') && address.id !== undefined) {
      const key = `${address.kind.slice('desk/'.length)}/${address.id}`;
      next = { ...next, others: { ...next.others, [key]: body as DeskState['others'][string] } };
    }
  }
  return next;
};

const rowsBySite = (stored: StoredFleet, at: At): Map<SiteId, SiteRows> => {
  const rows = new Map<SiteId, { stored: StoredSite | undefined; docs: Docs; alerts: AlertRecord[] }>();
  const rowsOf = (id: SiteId) => {
    const known = rows.get(id);
    if (known !== undefined) return known;
    const made = { stored: undefined, docs: {}, alerts: [] as AlertRecord[] };
    rows.set(id, made);
    return made;
  };
  for (const { site, fold } of stored.sites) rowsOf(site).stored = fold as StoredSite;
  for (const { site, kind, rxTs, body } of stored.documents) {
    const of = rowsOf(site);
    of.docs = { ...of.docs, [kind]: docOf(kind, body as StateBody, rxTs, undefined) };
  }
  for (const record of stored.alerts) {
    const isOld = record.state === 'closed' && at.wallTs - (record.closedTs ?? 0) >= REMEMBER_MS;
    if (record.site !== undefined && !isOld) rowsOf(record.site).alerts.push(record);
  }
  return rows;
};

/** Puts the rows into the draft of an empty fleet, and judges every site. */
export const restoreInto = (draft: Draft, stored: StoredFleet): void => {
  const { at } = draft;
  draft.desk = restoreDesk(draft.desk, stored.desk);
  for (const [id, rows] of rowsBySite(stored, at)) draft.sites = shardSet(draft.sites, id, restoreSite(id, rows, at));
  // Adopted sites that never reported have no row of their own.
  for (const [id] of shardEntries(draft.desk.sites)) {
    if (shardGet(draft.sites, id) === undefined)
      draft.sites = shardSet(draft.sites, id, newSite(id as SiteId, at.wallTs, 0));
  }
  adoptAll(draft);
};
