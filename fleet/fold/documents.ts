import { isRetired } from '../desk/retired.ts';
import { shardGet } from '../shard-map.ts';
import type { StateKind } from '../wire/catalogue.ts';
import type { Bodies } from '../wire/messages.ts';
import type { AgentWill } from '../wire/state-agent.ts';
import { withOpenList } from './agent-alerts.ts';
import { withClock } from './clock.ts';
import { count } from './counters.ts';
import type { Draft } from './draft.ts';
import { withBridgeProof, withLife } from './life.ts';
import { withLowerBoot, withTurn } from './lower-boots.ts';
import { docOf } from './site-documents.ts';
import { greatestBoot, isAfter, topicOrder } from './site-fold.ts';
import type { Doc, Docs, Order, SiteFold, StateBody } from './site-fold.ts';

/* States of one site (contract §3 "Envelope and order", §4 "What proves life"). */

/** The record without one member; the same record where it had none. */
export const without = <R extends Readonly<Record<string, unknown>>>(record: R, key: keyof R): R => {
  if (!(key in record)) return record;
  const { [key]: _gone, ...rest } = record;
  return rest as unknown as R;
};

/** After a will, states of its (`boot`, `conn`) or lower prove the bridge only. */
const isUnderWill = ({ kept }: SiteFold, boot: number, conn: number): boolean =>
  kept.will !== undefined && (boot < kept.will.boot || (boot === kept.will.boot && conn <= kept.will.conn));

/** A higher (`boot`, `conn`) than the will's: the agent is back. */
const withoutOldWill = (site: SiteFold, boot: number, conn: number): SiteFold => {
  if (site.kept.will === undefined || isUnderWill(site, boot, conn)) return site;
  const { will: _will, ...kept } = site.kept;
  const { willWatchMs: _since, ...live } = site.live;
  return { ...site, kept, live };
};

/** Keeps the document; one that proved no life is marked, so that a restart does not take it for life. */
const withDoc = <K extends StateKind>(
  draft: Draft,
  site: SiteFold,
  kind: K,
  body: Bodies[K],
  isLife: boolean,
): SiteFold => {
  const { wallTs } = draft.at;
  const order: Order = [body.boot, body.seq];
  draft.writes.push({ table: 'document', site: site.id, kind, boot: body.boot, seq: body.seq, rxTs: wallTs });
  const { kept } = site;
  const lowest = kept.lowestBoot === undefined || body.boot < kept.lowestBoot ? { lowestBoot: body.boot } : undefined;
  const changed =
    !isLife ||
    lowest !== undefined ||
    kept.cleared[kind] !== undefined ||
    kept.baseline[kind] !== undefined ||
    kept.newer.includes(kind);
  const doc: Doc<K> = docOf(kind, body, wallTs, site.docs[kind]?.told);
  const docs: { [kind in StateKind]?: Doc } = { ...site.docs };
  docs[kind] = doc as Doc;
  if (!changed) return { ...site, docs: docs as Docs };
  const baseline = isLife ? without(kept.baseline, kind) : { ...kept.baseline, [kind]: order };
  const newer = kept.newer.includes(kind) ? kept.newer.filter((other) => other !== kind) : kept.newer;
  return { ...site, docs: docs as Docs, kept: { ...kept, ...lowest, baseline, cleared: without(kept.cleared, kind), newer } };
};

/** What a state above the known one of its topic brings beyond itself. */
const accepted = (draft: Draft, site: SiteFold, kind: StateKind, body: StateBody, retained: boolean): SiteFold => {
  const known = topicOrder(site, kind);
  const order: Order = [body.boot, body.seq];
  const isLowest = body.boot < greatestBoot(site);
  const rises = known !== undefined && isAfter(order, known);
  const isLife = !retained && rises && !isLowest && !isUnderWill(site, body.boot, body.conn);
  let next = withoutOldWill(withDoc(draft, site, kind, body, isLife), body.boot, body.conn);
  if (isLife) next = withTurn(draft, { ...next, live: withLife(draft, next.live) });
  else if (!retained) next = { ...next, live: withBridgeProof(draft, next.live) };
  if (!retained && isLowest) next = withLowerBoot(draft, next, kind, body.boot, body.seq);
  next = withClock(draft, next, body, isLife);
  return kind === 'state/alerts' ? withOpenList(draft, next, body as Bodies['state/alerts']) : next;
};

/** A state that is not above the known one: a copy, a resend, or a boot below. */
const refused = (
  draft: Draft,
  site: SiteFold,
  kind: StateKind,
  body: StateBody,
  known: Order,
  retained: boolean,
): SiteFold => {
  if (body.boot < known[0]) count(draft, `old_boot:${site.id}`);
  else if (body.seq < known[1]) count(draft, `old_seq:${site.id}`);
  if (retained) return site;
  const proven = { ...site, live: withBridgeProof(draft, site.live) };
  return body.boot < greatestBoot(site) ? withLowerBoot(draft, proven, kind, body.boot, body.seq) : proven;
};

/** A state of the site, ordered by (`boot`, `seq`) on its own topic, never by `ts` (contract §3). */
export const withState = (
  draft: Draft,
  site: SiteFold,
  kind: StateKind,
  body: StateBody,
  retained: boolean,
): SiteFold => {
  if (isRetired(shardGet(draft.desk.sites, site.id), body.boot)) {
    count(draft, `retired:${site.id}`);
    return retained ? site : { ...site, live: withBridgeProof(draft, site.live) };
  }
  const known = topicOrder(site, kind);
  const refills = site.docs[kind] === undefined && known?.[0] === body.boot && known[1] === body.seq;
  if (known !== undefined && !refills && !isAfter([body.boot, body.seq], known))
    return refused(draft, site, kind, body, known, retained);
  return accepted(draft, site, kind, body, retained);
};

/** A state of a later connection or boot is known: the agent came back after this will. */
const isHigherKnown = ({ docs }: SiteFold, will: AgentWill): boolean =>
  Object.values(docs).some(({ body }) => body.boot > will.boot || (body.boot === will.boot && body.conn > will.conn));

/** The last will beats every `state/agent` of the same (`boot`, `conn`) and loses to any higher (contract §3). */
export const withWill = (draft: Draft, before: SiteFold, will: AgentWill, retained: boolean): SiteFold => {
  const site = retained ? before : { ...before, live: withBridgeProof(draft, before.live) };
  if (isRetired(shardGet(draft.desk.sites, site.id), will.boot)) {
    count(draft, `retired:${site.id}`);
    return site;
  }
  if (isHigherKnown(site, will) || isUnderWill(site, will.boot, will.conn)) return site;
  return {
    ...site,
    kept: { ...site.kept, will: { boot: will.boot, conn: will.conn, rxTs: draft.at.wallTs } },
    live: { ...site.live, willWatchMs: draft.watchedMs },
  };
};

/** An empty retained payload: the topic is unknown, its order is remembered, the site stays (contract §7). */
export const withCleared = (draft: Draft, site: SiteFold, kind: StateKind): SiteFold => {
  const known = topicOrder(site, kind);
  if (known === undefined || site.docs[kind] === undefined) return site;
  draft.writes.push({ table: 'document-cleared', site: site.id, kind, rxTs: draft.at.wallTs });
  count(draft, `retained_cleared:${site.id}`);
  const cleared = { ...site.kept.cleared, [kind]: known };
  return {
    ...site,
    docs: without(site.docs, kind),
    kept: { ...site.kept, cleared, baseline: without(site.kept.baseline, kind) },
  };
};
