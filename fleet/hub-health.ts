import type { Subscription } from './topics.ts';

/*
 * What a broker tells of itself, where it lets a console read it: plain text under `$SYS/broker/`, as mosquitto names it.
 * Optional (contract §8): other brokers have none of it, a hub may refuse it, and nothing but Diagnostics depends on it.
 */

const ROOT = '$SYS/broker/';

/** Figures that Diagnostics knows, by the topic behind `$SYS/broker/`. */
export const HUB_HEALTH_TOPICS = {
  version: 'version',
  uptime: 'uptime',
  clientsConnected: 'clients/connected',
  clientsDisconnected: 'clients/disconnected',
  clientsMaximum: 'clients/maximum',
  messagesStored: 'store/messages/count',
  bytesStored: 'store/messages/bytes',
  messagesDropped: 'publish/messages/dropped',
  messagesInflight: 'messages/inflight',
  retained: 'retained messages/count',
  subscriptions: 'subscriptions/count',
  heapBytes: 'heap/current',
  receivedPerMinute: 'load/messages/received/1min',
  sentPerMinute: 'load/messages/sent/1min',
} as const;
export type HubHealthField = keyof typeof HUB_HEALTH_TOPICS;
export const HUB_HEALTH_FIELDS = Object.keys(HUB_HEALTH_TOPICS) as readonly HubHealthField[];

/** The version is a text, everything else a number. Absent: not told. */
export type HubHealth = { readonly [F in HubHealthField]?: F extends 'version' ? string : number };

/** Asked for apart from the contract's list: a refusal costs nothing. */
export const HUB_HEALTH_SUBSCRIPTIONS: readonly Subscription[] = HUB_HEALTH_FIELDS.map((field) => ({ topic: `${ROOT}${HUB_HEALTH_TOPICS[field]}`, qos: 0 }));

const FIELD_OF: ReadonlyMap<string, HubHealthField> = new Map(HUB_HEALTH_FIELDS.map((field) => [`${ROOT}${HUB_HEALTH_TOPICS[field]}`, field]));

/** True for what the broker tells of itself; bridge states are messages of the catalogue. */
export const isHubHealthTopic = (topic: string): boolean => topic.startsWith(ROOT) && FIELD_OF.has(topic);

/** Longer than any of these figures; mosquitto's uptime is `N seconds`. */
const LONGEST_TEXT = 80;

/** The figures with one more message; text that is none of ours, or no number, changes nothing. */
export const withHubHealth = (known: HubHealth, topic: string, payload: Uint8Array): HubHealth => {
  const field = FIELD_OF.get(topic);
  if (field === undefined || payload.length === 0 || payload.length > LONGEST_TEXT) return known;
  const text = String.fromCharCode(...payload).replace(/[^\x20-\x7e]/g, '');
  if (field === 'version') return { ...known, version: text };
  const n = Number(text.replace(/ seconds$/, ''));
  return text !== '' && Number.isFinite(n) && n >= 0 ? { ...known, [field]: n } : known;
};
