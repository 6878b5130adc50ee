/*
 * The site's own broker as the agent sees it. Its implementations: a real mosquitto over MQTT, and the simulator's.
 */

export interface LocalMessage {
  /** Without the site level: `fleet/v1/state/health` (contract §1). */
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface LocalSession {
  /** Asked for before each connect, since it carries the coming `conn`. */
  will(): LocalMessage;
  connected(): void;
  disconnected(): void;
  /** What is read on the local broker: Frigate's topics and `$SYS/broker/connection/#`. */
  readonly subscriptions: readonly string[];
  message(topic: string, payload: Uint8Array): void;
}

export interface LocalBroker {
  /** Connects, and again after each loss, until `stop`. */
  start(session: LocalSession): void;
  /** Lost while not connected. `taken` is called once the broker has it: QoS 1 only, and never for a lost one. */
  publish(message: LocalMessage, taken?: () => void): void;
  /** Clean goodbye: no last will. */
  stop(): Promise<void>;
}

/** mosquitto's own word on its bridges, on the local broker. */
export const LOCAL_BRIDGE_FILTER = '$SYS/broker/connection/+/state';

/** True, false, or undefined where the topic or the payload is no bridge state. */
export const bridgeStateOf = (topic: string, payload: Uint8Array): boolean | undefined => {
  if (!topic.startsWith('$SYS/broker/connection/') || !topic.endsWith('/state') || payload.length !== 1) return undefined;
  return payload[0] === 0x31 ? true : payload[0] === 0x30 ? false : undefined;
};
