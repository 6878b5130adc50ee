import { TOPIC_ROOT } from '../../fleet/topics.ts';
import type { LocalBroker, LocalMessage, LocalSession } from '../site/local-broker.ts';

/*
 * SIMULATION of the site's own broker, in memory: keeps retained documents, delivers to the agent what it subscribed to,
 * publishes the agent's last will when it dies, and hands everything under fleet/v1/ to the bridges.
 */

export interface BridgeEnd {
  /** A document or event of the local tree (topics without the site level). */
  forward(message: LocalMessage): void;
}

export interface SimulatedBroker extends LocalBroker {
  /** Retained documents of the local tree, in the order of their first publication. */
  retained(): readonly LocalMessage[];
  attach(bridge: BridgeEnd): void;
  /** Something else on the site's network publishes: Frigate, or mosquitto its own `$SYS`. */
  publishForeign(message: LocalMessage): void;
  /** The agent's process dies: its last will is published. */
  dropAgent(): void;
}

const encoder = new TextEncoder();

/** MQTT topic filters with `+` and a final `#`. */
export const matchesFilter = (filter: string, topic: string): boolean => {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
};

export const createSimulatedBroker = (): SimulatedBroker => {
  const documents = new Map<string, LocalMessage>();
  const bridges: BridgeEnd[] = [];
  let session: LocalSession | undefined;
  let will: LocalMessage | undefined;
  /** A site has a few dozen topics: each is matched once per connection. */
  const wanted = new Map<string, boolean>();
  const isWanted = ({ subscriptions }: LocalSession, topic: string): boolean => {
    const known = wanted.get(topic) ?? subscriptions.some((filter) => matchesFilter(filter, topic));
    wanted.set(topic, known);
    return known;
  };
  const deliver = (message: LocalMessage): void => {
    if (session && isWanted(session, message.topic)) session.message(message.topic, encoder.encode(message.payload));
  };
  const take = (message: LocalMessage): void => {
    if (message.retain) documents.set(message.topic, message);
    deliver(message);
    if (message.topic.startsWith(TOPIC_ROOT)) for (const bridge of bridges) bridge.forward(message);
  };
  const leave = (): void => {
    const left = session;
    session = undefined;
    left?.disconnected();
  };
  return {
    start: (next) => {
      session = next;
      wanted.clear();
      will = next.will();
      next.connected();
      for (const message of documents.values()) if (!message.topic.startsWith(TOPIC_ROOT)) deliver(message);
    },
    publish: (message, taken) => {
      if (!session) return;
      take(message);
      taken?.();
    },
    publishForeign: take,
    retained: () => [...documents.values()],
    attach: (bridge) => bridges.push(bridge),
    dropAgent: () => {
      const last = will;
      will = undefined;
      leave();
      if (last) take(last);
    },
    stop: () => {
      will = undefined;
      leave();
      return Promise.resolve();
    },
  };
};
