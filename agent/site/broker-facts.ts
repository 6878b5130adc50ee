/*
 * What the site's mosquitto tells of itself on `$SYS`, every 10 s by default: which version it is, what it had to drop, and
 * whether anything still waits in a queue. mosquitto publishes a figure only when it changed; its uptime changes each time.
 */

export type BrokerFact =
  | { readonly type: 'beat' }
  | { readonly type: 'version'; readonly version: string }
  | { readonly type: 'count'; readonly name: BrokerCount; readonly count: number };

/** `stored`: messages in the store, retained ones among them; what is above `retained` waits for somebody. */
export type BrokerCount = 'stored' | 'retained' | 'dropped';

const COUNTS: Readonly<Record<string, BrokerCount>> = {
  '$SYS/broker/store/messages/count': 'stored',
  '$SYS/broker/retained messages/count': 'retained',
  '$SYS/broker/publish/messages/dropped': 'dropped',
};
const UPTIME = '$SYS/broker/uptime';
const VERSION = '$SYS/broker/version';

export const BROKER_FACT_FILTERS: readonly string[] = [UPTIME, VERSION, ...Object.keys(COUNTS)];

/** Undefined where the topic or the payload says nothing. */
export const parseBrokerFact = (topic: string, payload: Uint8Array): BrokerFact | undefined => {
  if (topic === UPTIME) return { type: 'beat' };
  const name = Object.hasOwn(COUNTS, topic) ? COUNTS[topic] : undefined;
  if ((name === undefined && topic !== VERSION) || payload.length > 100) return undefined;
  const text = Buffer.from(payload).toString();
  if (name === undefined) return { type: 'version', version: text.replace(/^mosquitto version /, '') };
  return /^\d{1,15}$/.test(text) ? { type: 'count', name, count: Number(text) } : undefined;
};
