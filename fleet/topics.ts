import { isConsoleId, isDocumentId, isSiteId } from './ids.ts';
import type { ConsoleId, SiteId } from './ids.ts';
import { SITE_KINDS } from './kinds.ts';
import type { DeskKind, SiteKind, TopicKind } from './kinds.ts';

/*
 * Topics as the hub sees them (contract §2). This file pulls no schema, so that every room may import it.
 */

export const TOPIC_ROOT = 'fleet/v1/';
const DESK_ROOT = `${TOPIC_ROOT}_desk/`;
const BRIDGE_ROOT = '$SYS/broker/connection/';
/** Longer than the longest topic of the contract; nothing beyond it is looked at. */
const TOPIC_MAX_LENGTH = 256;

const siteKinds: ReadonlySet<string> = new Set(SITE_KINDS);

/** What a topic is about. `site`, `id` and `console` are there where the kind's pattern names them. */
export interface TopicAddress {
  readonly kind: TopicKind;
  readonly site?: SiteId;
  readonly id?: string;
  readonly console?: ConsoleId;
}

/** Why a topic is not one of ours: `site_id` where only the site level is wrong (contract §1), else `topic`. */
export type TopicFault = 'topic' | 'site_id';

const withSite = (level: string, make: (site: SiteId) => TopicAddress): TopicAddress | TopicFault =>
  isSiteId(level) ? make(level) : 'site_id';

const bridgeTopic = (topic: string): TopicAddress | TopicFault => {
  if (!topic.endsWith('/state')) return 'topic';
  const level = topic.slice(BRIDGE_ROOT.length, -'/state'.length);
  return withSite(level, (site) => ({ kind: 'bridge/state', site }));
};

const deskDocument = (levels: readonly string[]): TopicAddress | TopicFault => {
  const [noun, first = '', second] = levels;
  if (noun === 'alert') {
    if (levels.length !== 3) return 'topic';
    return withSite(first, (site) => ({ kind: 'desk/alert', site, id: second ?? '' }));
  }
  if (levels.length !== 2) return 'topic';
  switch (noun) {
    case 'site':
      return withSite(first, (site) => ({ kind: 'desk/site', site }));
    case 'operator':
      return isConsoleId(first) ? { kind: 'desk/operator', console: first } : 'topic';
    case 'window':
    case 'rule':
    case 'rollout':
    case 'handover':
      return isDocumentId(first) ? { kind: `desk/${noun}`, id: first } : 'topic';
    default:
      return 'topic';
  }
};

const deskTopicAddress = (rest: string): TopicAddress | TopicFault => {
  const address = deskDocument(rest.split('/'));
  return typeof address === 'object' && address.kind === 'desk/alert' && !isDocumentId(address.id) ? 'topic' : address;
};

/** The address behind a topic, or what is wrong with it. For counting; others take `parseTopic`. */
export const inspectTopic = (topic: string): TopicAddress | TopicFault => {
  if (topic.length > TOPIC_MAX_LENGTH) return 'topic';
  if (topic.startsWith(BRIDGE_ROOT)) return bridgeTopic(topic);
  if (!topic.startsWith(TOPIC_ROOT)) return 'topic';
  if (topic.startsWith(DESK_ROOT)) return deskTopicAddress(topic.slice(DESK_ROOT.length));
  if (topic === `${TOPIC_ROOT}_hub/summary`) return { kind: 'hub/summary' };
  const slash = topic.indexOf('/', TOPIC_ROOT.length);
  const kind = slash < 0 ? '' : topic.slice(slash + 1);
  if (!siteKinds.has(kind)) return 'topic';
  return withSite(topic.slice(TOPIC_ROOT.length, slash), (site) => ({ kind: kind as SiteKind, site }));
};

/** The address behind a topic, or undefined for topics that are not ours. Site ids are checked on receipt (contract §1). */
export const parseTopic = (topic: string): TopicAddress | undefined => {
  const address = inspectTopic(topic);
  return typeof address === 'object' ? address : undefined;
};

/** At the hub: `fleet/v1/BL-LAB-1/state/health`. */
export const siteTopic = (site: SiteId, kind: SiteKind): string => `${TOPIC_ROOT}${site}/${kind}`;

/** On the site's own broker, where the bridge has not yet put the site's name in: `fleet/v1/state/health`. */
export const localTopic = (kind: SiteKind): string => `${TOPIC_ROOT}${kind}`;

/** On the site's own broker only, never bridged (contract §9). */
export const LOCAL_HOLD_TOPIC = `${TOPIC_ROOT}local/hold`;

export const bridgeStateTopic = (site: SiteId): string => `${BRIDGE_ROOT}${site}/state`;

export const HUB_SUMMARY_TOPIC = `${TOPIC_ROOT}_hub/summary`;

/** Topic of a desk document: `deskTopic('desk/alert', site, id)`, `deskTopic('desk/site', site)`, `deskTopic('desk/rule', id)`. */
export const deskTopic = (kind: DeskKind, ...levels: readonly string[]): string =>
  `${DESK_ROOT}${[kind.slice('desk/'.length), ...levels].join('/')}`;

/** A topic filter and the QoS at which it is subscribed. */
export interface Subscription {
  readonly topic: string;
  readonly qos: 0 | 1;
}

/**
 * What a console reads (contract §8): these patterns, never `#`. States and desk documents at QoS 0 (a QoS 1 subscriber of
 * a stock broker gets about 1,020 of 6,000 retained messages), events at QoS 1.
 */
export const CONSOLE_SUBSCRIPTIONS: readonly Subscription[] = [
  { topic: `${TOPIC_ROOT}+/state/#`, qos: 0 },
  { topic: `${TOPIC_ROOT}+/event/#`, qos: 1 },
  { topic: `${TOPIC_ROOT}+/cmd/ack`, qos: 1 },
  { topic: `${DESK_ROOT}#`, qos: 0 },
  { topic: `${TOPIC_ROOT}_hub/#`, qos: 0 },
  { topic: `${BRIDGE_ROOT}+/state`, qos: 0 },
];

/** What an operator's console writes; a viewer lacks all of them (contract §8). */
export const CONSOLE_WRITES: readonly string[] = [`${DESK_ROOT}#`, `${TOPIC_ROOT}+/cmd/req`, `${TOPIC_ROOT}+/hint/git`];

/** The kind behind a topic of the site's own broker (no site level), or undefined. */
export const parseLocalTopic = (topic: string): SiteKind | undefined => {
  const kind = topic.startsWith(TOPIC_ROOT) ? topic.slice(TOPIC_ROOT.length) : '';
  return siteKinds.has(kind) ? (kind as SiteKind) : undefined;
};
