import { mergeLastWriter } from '../desk/last-writer.ts';
import type { LastWriterDocument } from '../desk/last-writer.ts';
import { isExpired, mergeOperations, sameDocument } from '../desk/operations.ts';
import { isRetired } from '../desk/retired.ts';
import type { SiteId } from '../ids.ts';
import { canonicalJson } from '../canonical-json.ts';
import { own } from '../own.ts';
import { shardDelete, shardEntries, shardGet, shardSet } from '../shard-map.ts';
import { deskTopic } from '../topics.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import type { DeskSite } from '../wire/desk-site.ts';
import { SITES_MAX, adoptSite } from './adoption.ts';
import { withoutRetiredAlerts } from './agent-alerts.ts';
import { count } from './counters.ts';
import type { SetsById } from './desk-state.ts';
import { siteIn } from './draft.ts';
import type { Draft } from './draft.ts';
import { withoutRetired } from './retire.ts';
import { putSite, settleAll } from './settle.ts';

/* Desk documents as they arrive from any hub: merged by contract §6, stored, and applied to the sites they are about. */

/** Bounds on what a hub can make us hold. */
export const ALERT_SETS_MAX = 20_000;
const DOCUMENTS_MAX = 2_000;

const store = (draft: Draft, topic: string, document: unknown): void => {
  draft.writes.push({ table: 'desk', topic, body: canonicalJson(document) });
};

/** Whichever version lost, the one known here or the one that came: people must be able to see what was beaten. */
const keepLoser = (draft: Draft, topic: string, loser: LastWriterDocument | undefined): void => {
  if (loser === undefined) return;
  const { n, console } = loser;
  draft.writes.push({ table: 'desk-version', topic, n, console, rxTs: draft.at.wallTs, body: canonicalJson(loser) });
};

const withSets = (draft: Draft, site: SiteId, sets: SetsById): void => {
  const { alerts } = draft.desk;
  const empty = Object.keys(sets).length === 0;
  const changed = empty ? shardDelete(alerts, site) : shardSet(alerts, site, sets);
  const before = Object.keys(shardGet(alerts, site) ?? {}).length;
  draft.desk = {
    ...draft.desk,
    alerts: changed,
    alertCount: draft.desk.alertCount + Object.keys(sets).length - before,
  };
};

/** `_desk/alert/S/ID`: the union of all operations (contract §6). */
export const foldDeskAlert = (draft: Draft, site: SiteId, id: string, incoming: DeskAlert): void => {
  const sets = shardGet(draft.desk.alerts, site) ?? {};
  const known = own(sets, id);
  if (isExpired(incoming, draft.at.wallTs) && known === undefined) return count(draft, 'desk_expired');
  if (known === undefined && draft.desk.alertCount >= ALERT_SETS_MAX) return count(draft, 'desk_full');
  const merged = known === undefined ? incoming : mergeOperations(known, incoming);
  if (known !== undefined && sameDocument(known, merged)) return;
  withSets(draft, site, { ...sets, [id]: merged });
  store(draft, deskTopic('desk/alert', site, id), merged);
  const touched = siteIn(draft, site);
  if (touched !== undefined) putSite(draft, touched, touched);
};

/** `_desk/site/S`: adoption, and the boots of a replaced router. The last writer wins; a retired range is never lost. */
export const foldDeskSite = (draft: Draft, id: SiteId, incoming: DeskSite): void => {
  const known = shardGet(draft.desk.sites, id);
  if (known === undefined && draft.desk.sites.size >= SITES_MAX) return count(draft, 'desk_full');
  const { document, loser } = mergeLastWriter(known, incoming);
  keepLoser(draft, deskTopic('desk/site', id), loser);
  if (document === known) return;
  draft.desk = { ...draft.desk, sites: shardSet(draft.desk.sites, id, document) };
  store(draft, deskTopic('desk/site', id), document);
  adoptSite(draft, id, (site) =>
    withoutRetiredAlerts(draft, withoutRetired(draft, site), (boot) => isRetired(document, boot)),
  );
};

type NamedKind = 'desk/window' | 'desk/rule' | 'desk/rollout' | 'desk/handover';

const merged = <D extends LastWriterDocument>(
  draft: Draft,
  kind: NamedKind,
  id: string,
  known: Readonly<Record<string, D>>,
  incoming: D,
): Readonly<Record<string, D>> => {
  const before = own(known, id);
  if (before === undefined && Object.keys(known).length >= DOCUMENTS_MAX) {
    count(draft, 'desk_full');
    return known;
  }
  const { document, loser } = mergeLastWriter(before, incoming);
  keepLoser(draft, deskTopic(kind, id), loser);
  if (document === before) return known;
  store(draft, deskTopic(kind, id), document);
  return { ...known, [id]: document };
};

/** Windows and rules concern any site; roll-outs and hand-overs are only kept. */
export const foldDeskNamed = (draft: Draft, kind: NamedKind, id: string, incoming: LastWriterDocument): void => {
  const { desk } = draft;
  const windows =
    kind === 'desk/window'
      ? merged(draft, kind, id, desk.windows, incoming as (typeof desk.windows)[string])
      : desk.windows;
  const rules =
    kind === 'desk/rule' ? merged(draft, kind, id, desk.rules, incoming as (typeof desk.rules)[string]) : desk.rules;
  const keeps = kind === 'desk/rollout' || kind === 'desk/handover';
  const others = keeps
    ? merged(draft, kind, `${kind.slice('desk/'.length)}/${id}`, desk.others, incoming)
    : desk.others;
  const isForSites = windows !== desk.windows || rules !== desk.rules;
  if (!isForSites && others === desk.others) return;
  draft.desk = { ...desk, windows, rules, others };
  if (isForSites) settleAll(draft);
};

/** Sets past their `exp_ts` are over (contract §6 "Expiry"). Looked for once an hour: it walks all of them. */
export const dropExpiredSets = (draft: Draft): void => {
  for (const [site, sets] of [...shardEntries(draft.desk.alerts)]) {
    const over = Object.entries(sets).filter(([, set]) => isExpired(set, draft.at.wallTs));
    if (over.length === 0) continue;
    const left = Object.fromEntries(Object.entries(sets).filter(([, set]) => !isExpired(set, draft.at.wallTs)));
    withSets(draft, site as SiteId, left);
    for (const [id] of over) draft.writes.push({ table: 'desk-removed', topic: deskTopic('desk/alert', site, id) });
    const touched = siteIn(draft, site as SiteId);
    if (touched !== undefined) putSite(draft, touched, touched);
  }
};
