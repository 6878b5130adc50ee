import mqtt from 'mqtt';
import { waitFor } from '../../../platform/wait-for.test-support.ts';

/*
 * Test code: a plain MQTT client that remembers what it received.
 */

export interface Received {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly qos: number;
}

export interface TestClient {
  readonly client: mqtt.MqttClient;
  readonly received: Received[];
  /** Reason codes by filter, 135 where refused. */
  subscribe(filters: Readonly<Record<string, { qos: 0 | 1; rap?: boolean; rh?: 0 | 1 | 2 }>>): Promise<readonly number[]>;
  /** 0, or the reason code of a refusal. */
  publish(topic: string, payload: string, options?: mqtt.IClientPublishOptions): Promise<number>;
  /** Waits for the first message of that topic that passes. */
  hear(topic: string, test?: (payload: string) => boolean): Promise<Received>;
  end(): Promise<void>;
}

export const connectClient = async (url: string, options: mqtt.IClientOptions = {}): Promise<TestClient> => {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  const received: Received[] = [];
  client.on('error', () => undefined);
  client.on('message', (topic, payload, packet) => received.push({ topic, payload: payload.toString(), retain: packet.retain, qos: packet.qos }));
  return {
    client,
    received,
    // resubscribe: true, or mqtt.js swallows what it already subscribed to (contract §8).
    subscribe: (filters) =>
      new Promise((resolve) => {
        client.subscribe({ ...filters, resubscribe: true } as unknown as mqtt.ISubscriptionMap, (error, granted, packet) => {
          if (packet) resolve(packet.granted as number[]);
          else resolve(granted?.map(({ qos }) => qos) ?? [(error as { code?: number } | null)?.code ?? -1]);
        });
      }),
    publish: (topic, payload, publishOptions = { qos: 1 }) =>
      new Promise((resolve) => {
        client.publish(topic, payload, publishOptions, (error) => resolve(error ? ((error as { code?: number }).code ?? -1) : 0));
      }),
    hear: (topic, check = () => true) => waitFor(`message on ${topic}`, () => received.find((one) => one.topic === topic && check(one.payload))),
    end: async () => {
      await client.endAsync(true);
    },
  };
};
