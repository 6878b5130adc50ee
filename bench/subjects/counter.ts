import mqtt from 'mqtt';
import { decodeTopicKind } from './topic-kind.ts';
import { CONSOLE_SUBSCRIPTIONS } from '../../fleet/topics.ts';
import { lazyCheck, type Check } from '../../fleet/validator.ts';
import { CATALOGUE, type TopicKind } from '../../fleet/wire/catalogue.ts';

/*
 * What the pipeline is compared with: mqtt.js that counts messages, bare or with JSON.parse and the check of the topic's
 * schema. It runs where the engine runs, as utility process, and connects with the engine's options.
 */

export interface CounterStart {
  readonly url: string;
  readonly check: boolean;
}

export type CounterCommand = { readonly type: 'expect'; readonly messages: number } | { readonly type: 'stop' };

/** `rejected` counts messages that the check refused; there must be none. */
export type CounterNotice =
  | { readonly type: 'ready' }
  | { readonly type: 'expecting' }
  | { readonly type: 'reached'; readonly messages: number; readonly rejected: number };

interface UtilityParent {
  on(event: 'message', handler: (message: { readonly data: unknown }) => void): void;
  postMessage(message: CounterNotice): void;
}

const parent = (process as unknown as { parentPort: UtilityParent }).parentPort;
const checks = new Map<TopicKind, Check>();
let messages = 0;
let rejected = 0;
let expected = Infinity;

const checkOf = (kind: TopicKind): Check => {
  let check = checks.get(kind);
  if (check === undefined) checks.set(kind, (check = lazyCheck(CATALOGUE[kind].schema)));
  return check;
};

const isGood = (topic: string, payload: Buffer): boolean => {
  const kind = decodeTopicKind(topic);
  return kind !== undefined && checkOf(kind)(JSON.parse(payload.toString('utf8')));
};

const look = (): void => {
  if (messages < expected) return;
  expected = Infinity;
  parent.postMessage({ type: 'reached', messages, rejected });
};

const start = ({ url, check }: CounterStart): mqtt.MqttClient => {
  const client = mqtt.connect(url, { protocolVersion: 5, clientId: 'bench-counter', keepalive: 30, reconnectPeriod: 0, properties: { receiveMaximum: 2_000 }, log: () => undefined });
  client.on('message', (topic, payload) => {
    messages += 1;
    if (check && !isGood(topic, payload)) rejected += 1;
    if (messages >= expected) look();
  });
  const subscriptions = Object.fromEntries(CONSOLE_SUBSCRIPTIONS.map(({ topic, qos }) => [topic, { qos }]));
  client.subscribe(subscriptions, (error) => {
    if (error) throw error;
    parent.postMessage({ type: 'ready' });
  });
  return client;
};

let client: mqtt.MqttClient | undefined;

parent.on('message', ({ data }) => {
  if (client === undefined) {
    client = start(data as CounterStart);
    return;
  }
  const command = data as CounterCommand;
  if (command.type === 'stop') {
    client.end(true, () => process.exit(0));
    return;
  }
  expected = command.messages;
  parent.postMessage({ type: 'expecting' });
  look();
});
