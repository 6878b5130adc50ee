import { TOPIC_ROOT, bridgeStateTopic } from '../../fleet/topics.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { LocalMessage } from '../site/local-broker.ts';
import { openMqttSession } from '../site/mqtt-session.ts';
import type { MqttSession } from '../site/mqtt-session.ts';
import { createBridgeQueue } from './bridge-queue.ts';
import type { BridgeQueue } from './bridge-queue.ts';
import type { BridgeEnd } from './local-broker.ts';

/*
 * SIMULATION of one mosquitto bridge from a simulated site to one hub, over a real MQTT connection (contract §8): inserts
 * the site's id, keeps `$SYS/broker/connection/S/state` with last will 0, sends every retained document again after each
 * connect, drops QoS 0 and queues QoS 1 while down.
 */

export interface HubAddress {
  /** Name at the site, as in alert objects `hub:NAME`. */
  readonly name: string;
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

export interface BridgeAdapterDeps {
  readonly site: SiteId;
  readonly hub: HubAddress;
  /** Retained documents of the local tree, sent again after each connect. */
  readonly retained: () => readonly LocalMessage[];
  /** mosquitto tells its own clients by `$SYS` on the local broker. */
  readonly onState: (up: boolean) => void;
  readonly random: () => number;
}

export interface BridgeAdapter extends BridgeEnd {
  readonly connected: boolean;
  readonly queued: number;
  /** QoS 1 messages that found the queue full. */
  readonly dropped: number;
  /** Connects that the hub refused in a row. */
  readonly refusals: number;
  /** The uplink is cut: no retry before `mend`. */
  cut(): void;
  mend(): void;
  /** The line carries nothing for a while but is not cut: what is sent arrives later, in order. */
  stall(): void;
  flow(): void;
  stop(): Promise<void>;
}

/** While stalled, what a sender's socket buffer would take; beyond it QoS 0 is lost. */
const STALLED_MAX = 500;
const KEEPALIVE_S = 60;

/** `fleet/v1/state/health` → `fleet/v1/BL-LAB-1/state/health`. */
export const insertSite = (site: SiteId, topic: string): string => `${TOPIC_ROOT}${site}/${topic.slice(TOPIC_ROOT.length)}`;

/** States cross the bridge at QoS 0, events at QoS 1 (contract §8); the last will of the agent is a state. */
const isEvent = ({ topic, qos }: LocalMessage): boolean => qos === 1 && !topic.startsWith(`${TOPIC_ROOT}state/`);

class MqttBridgeAdapter implements BridgeAdapter {
  refusals = 0;
  readonly #deps: BridgeAdapterDeps;
  readonly #queue: BridgeQueue = createBridgeQueue();
  readonly #inFlight = new Set<LocalMessage>();
  readonly #session: MqttSession;
  #stalled: LocalMessage[] | undefined;

  constructor(deps: BridgeAdapterDeps) {
    this.#deps = deps;
    const { site, hub } = deps;
    this.#session = openMqttSession(
      {
        url: hub.url,
        // A session of its own at each hub: `remote_clientid` is the site's id everywhere.
        clientId: site,
        ...(hub.user === undefined ? {} : { user: hub.user }),
        ...(hub.password === undefined ? {} : { password: hub.password }),
        keepaliveS: KEEPALIVE_S,
        clean: false,
        will: () => ({ topic: bridgeStateTopic(site), payload: '0', qos: 1, retain: true }),
        random: deps.random,
      },
      {
        onConnected: () => this.#welcome(),
        onDisconnected: () => this.#lost(),
        onFailed: (refused) => {
          if (refused) this.refusals += 1;
        },
        // Commands come with a later issue; the subscription is there because a bridge has it.
        onMessage: () => undefined,
      },
    );
  }

  get connected(): boolean {
    return this.#session.connected;
  }

  get queued(): number {
    return this.#queue.depth;
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  #welcome(): void {
    const { site, retained, onState } = this.#deps;
    this.refusals = 0;
    this.#session.publish(bridgeStateTopic(site), '1', { qos: 1, retain: true });
    this.#session.subscribe([`${TOPIC_ROOT}${site}/cmd/req`, `${TOPIC_ROOT}${site}/hint/#`], 1);
    for (const message of retained()) if (message.topic.startsWith(TOPIC_ROOT)) this.#send(message);
    for (const message of this.#queue.take()) this.#send(message);
    onState(true);
  }

  #lost(): void {
    const late = (this.#stalled ?? []).filter(isEvent);
    this.#stalled = undefined;
    this.#queue.putBack([...this.#inFlight, ...late]);
    this.#inFlight.clear();
    this.#deps.onState(false);
  }

  #send(message: LocalMessage): void {
    const qos = isEvent(message) ? 1 : 0;
    const topic = insertSite(this.#deps.site, message.topic);
    if (qos === 0) return this.#session.publish(topic, message.payload, { qos, retain: message.retain });
    this.#inFlight.add(message);
    this.#session.publish(topic, message.payload, { qos, retain: message.retain }, (ok) => {
      if (ok) this.#inFlight.delete(message);
    });
  }

  forward(message: LocalMessage): void {
    if (this.#stalled) {
      if (this.#stalled.length < STALLED_MAX) this.#stalled.push(message);
      else if (isEvent(message)) this.#queue.push(message);
      return;
    }
    if (this.#session.connected) this.#send(message);
    else if (isEvent(message)) this.#queue.push(message);
  }

  cut(): void {
    this.#session.cut();
  }

  mend(): void {
    this.#session.resume();
  }

  stall(): void {
    if (this.#session.connected) this.#stalled ??= [];
  }

  flow(): void {
    const late = this.#stalled ?? [];
    this.#stalled = undefined;
    for (const message of [...late, ...this.#queue.take()]) this.#send(message);
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }
}

/** A bridge that connects at once. */
export const openBridge = (deps: BridgeAdapterDeps): BridgeAdapter => new MqttBridgeAdapter(deps);
