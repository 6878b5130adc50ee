import mqtt from 'mqtt';
import type { At } from '../../../fleet/events.ts';
import { CONSOLE_SUBSCRIPTIONS } from '../../../fleet/topics.ts';
import type { Headquarters } from '../headquarters.ts';
import type { Ledger } from '../ledger.ts';

/*
 * A console at the hub as the engine is one: MQTT 5, a session of its own, everything subscribed anew after each connect.
 */

const HUB = 'hub';

export interface ConsoleClient {
  stop(): Promise<void>;
}

export interface ConsoleAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** PEM. */
  readonly ca: string;
}

export const connectConsole = ({ url, ...login }: ConsoleAddress, headquarters: Headquarters, ledger: Ledger, now: () => At): ConsoleClient => {
  const client = mqtt.connect(url, {
    ...login,
    protocolVersion: 5,
    clientId: 'console-00000001',
    clean: false,
    properties: { sessionExpiryInterval: 3_600 },
    reconnectPeriod: 500,
    resubscribe: false,
    keepalive: 10,
  });
  client.on('error', () => undefined);
  client.on('connect', () => {
    const filters = Object.fromEntries(CONSOLE_SUBSCRIPTIONS.map(({ topic, qos }) => [topic, { qos, rap: false, rh: 0 }]));
    headquarters.link(HUB, true, now());
    client.subscribe({ ...filters, resubscribe: true } as unknown as mqtt.ISubscriptionMap, () => undefined);
  });
  client.on('close', () => headquarters.link(HUB, false, now()));
  client.on('message', (topic, bytes, { retain }) => {
    const payload = bytes.toString();
    if (topic.includes('/event/')) ledger.heard(payload);
    headquarters.hear(HUB, topic, payload, retain, now());
  });
  const ticker = setInterval(() => headquarters.tick(now()), 1_000);
  return {
    stop: async () => {
      clearInterval(ticker);
      await client.endAsync(true);
    },
  };
};
