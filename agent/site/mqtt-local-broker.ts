import type { LocalBroker } from './local-broker.ts';
import { openMqttSession } from './mqtt-session.ts';
import type { MqttSession } from './mqtt-session.ts';

export interface LocalBrokerAddress {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly clientId: string;
  readonly random: () => number;
}

export interface MqttLocalBroker extends LocalBroker {
  /** Breaks the connection without goodbye, as the death of the process does. */
  cut(): void;
}

const KEEPALIVE_S = 30;

/** The site's own mosquitto over MQTT. */
export const createMqttLocalBroker = (address: LocalBrokerAddress): MqttLocalBroker => {
  let session: MqttSession | undefined;
  return {
    start: (handlers) => {
      session = openMqttSession(
        {
          url: address.url,
          clientId: address.clientId,
          ...(address.user === undefined ? {} : { user: address.user }),
          ...(address.password === undefined ? {} : { password: address.password }),
          keepaliveS: KEEPALIVE_S,
          clean: true,
          will: handlers.will,
          random: address.random,
        },
        {
          onConnected: () => {
            session?.subscribe(handlers.subscriptions, 0);
            handlers.connected();
          },
          onDisconnected: handlers.disconnected,
          onFailed: () => undefined,
          onMessage: handlers.message,
        },
      );
    },
    publish: ({ topic, payload, qos, retain }, taken) =>
      session?.publish(topic, payload, { qos, retain }, taken && ((ok) => void (ok && taken()))),
    cut: () => session?.cut(),
    stop: async () => {
      await session?.stop();
    },
  };
};
