import { createMqttLocalBroker } from '../site/mqtt-local-broker.ts';
import type { LocalBrokerAddress } from '../site/mqtt-local-broker.ts';
import type { LocalBroker, LocalMessage } from '../site/local-broker.ts';
import { openMqttSession } from '../site/mqtt-session.ts';

/** The broker of one simulated site: in memory, or a real mosquitto with real bridges. */
export interface SiteBroker {
  /** A fresh connection for an agent that starts. */
  connectAgent(): LocalBroker;
  /** Something else on the site's network publishes: Frigate. */
  publishForeign(message: LocalMessage): void;
  /** The agent's process dies without a goodbye. */
  dropAgent(): void;
  stop(): Promise<void>;
}

/** A real broker at `address`; a second connection carries what the simulated Frigate says. */
export const openRealSiteBroker = (address: LocalBrokerAddress): SiteBroker => {
  const frigate = openMqttSession(
    {
      ...address,
      clientId: `${address.clientId}-simulated-frigate`,
      keepaliveS: 60,
      clean: true,
      // Frigate's own last will; the agent never reads it (contract §10).
      will: () => ({ topic: 'frigate/available', payload: 'offline', qos: 0, retain: true }),
    },
    { onConnected: () => undefined, onDisconnected: () => undefined, onFailed: () => undefined, onMessage: () => undefined },
  );
  let agent: ReturnType<typeof createMqttLocalBroker> | undefined;
  return {
    connectAgent: () => (agent = createMqttLocalBroker(address)),
    publishForeign: ({ topic, payload, qos, retain }) => frigate.publish(topic, payload, { qos, retain }),
    dropAgent: () => agent?.cut(),
    stop: () => frigate.stop(),
  };
};
