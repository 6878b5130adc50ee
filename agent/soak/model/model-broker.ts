import type { SiteId } from '../../../fleet/ids.ts';
import { TOPIC_ROOT, bridgeStateTopic } from '../../../fleet/topics.ts';
import type { LocalBroker, LocalMessage, LocalSession } from '../../site/local-broker.ts';
import { matchesFilter } from '../../simulator/local-broker.ts';
import { createModelBridge } from './model-bridge.ts';
import type { ModelBridge } from './model-bridge.ts';
import type { ModelHub } from './model-hub.ts';

/*
 * MODEL of the site's own mosquitto: takes what the agent sent one step later, tells its counts every 10 s, saves every 300 s
 * and at TERM; killed, it is as at its last save.
 */

interface Sent {
  readonly message: LocalMessage;
  readonly taken: (() => void) | undefined;
}

interface Saved {
  readonly documents: ReadonlyMap<string, LocalMessage>;
  readonly queues: readonly (readonly LocalMessage[])[];
}

const AUTOSAVE_MS = 300_000;
const BEAT_MS = 10_000;
const RECONNECT_MS = 3_000;
const encoder = new TextEncoder();

export class ModelBroker {
  running = true;
  readonly bridges: readonly ModelBridge[];
  #documents = new Map<string, LocalMessage>();
  #saved: Saved;
  #session: LocalSession | undefined;
  #will: LocalMessage | undefined;
  #isConnected = false;
  #pipe: Sent[] = [];
  #savedMs = 0;
  #beatMs = 0;
  #connectMs = 0;

  constructor(site: SiteId, hubs: readonly ModelHub[], chance: () => number) {
    this.bridges = hubs.map((hub) =>
      createModelBridge({
        site,
        hub,
        retained: () => [...this.#documents.values()],
        told: (up) => this.#take({ topic: bridgeStateTopic(site), payload: up ? '1' : '0', qos: 0, retain: true }),
        chance,
      }),
    );
    this.#saved = { documents: new Map(), queues: hubs.map(() => []) };
  }

  /** The agent's end; a new one for each life. */
  connectAgent(): LocalBroker {
    return {
      start: (session) => {
        this.#session = session;
        this.#connectMs = 0;
      },
      publish: (message, taken) => {
        if (this.#isConnected) this.#pipe.push({ message, taken });
      },
      stop: () => Promise.resolve(this.#leave(false)),
    };
  }

  /** The agent's process is gone; its will is published. */
  dropAgent(): void {
    this.#leave(true);
    this.#session = undefined;
  }

  #leave(withWill: boolean): void {
    const wasConnected = this.#isConnected;
    this.#isConnected = false;
    this.#pipe = [];
    const will = this.#will;
    this.#will = undefined;
    if (withWill && wasConnected && will && this.running) this.#take(will);
  }

  /** Frigate speaks. */
  publishForeign(message: LocalMessage): void {
    if (this.running) this.#take(message);
  }

  #deliver(message: LocalMessage): void {
    if (!this.#isConnected || !this.#session) return;
    if (this.#session.subscriptions.some((filter) => matchesFilter(filter, message.topic))) this.#session.message(message.topic, encoder.encode(message.payload));
  }

  #take(message: LocalMessage): void {
    if (message.retain) this.#documents.set(message.topic, message);
    this.#deliver(message);
    if (message.topic.startsWith(TOPIC_ROOT)) for (const bridge of this.bridges) bridge.forward(message);
  }

  step(monoMs: number): void {
    if (!this.running) return;
    for (const { message, taken } of this.#pipe.splice(0)) {
      this.#take(message);
      if (message.qos === 1) taken?.();
    }
    if (this.#session && !this.#isConnected) this.#connect(monoMs);
    for (const bridge of this.bridges) bridge.step(monoMs);
    this.#tell(monoMs);
    if (monoMs - this.#savedMs < AUTOSAVE_MS) return;
    this.#savedMs = monoMs;
    this.#save();
  }

  #connect(monoMs: number): void {
    if (this.#connectMs === 0) this.#connectMs = monoMs + RECONNECT_MS;
    if (monoMs < this.#connectMs) return;
    this.#connectMs = 0;
    this.#isConnected = true;
    this.#will = this.#session?.will();
    this.#session?.connected();
    for (const message of this.#documents.values()) if (!message.topic.startsWith(TOPIC_ROOT)) this.#deliver(message);
  }

  #tell(monoMs: number): void {
    if (monoMs - this.#beatMs < BEAT_MS) return;
    this.#beatMs = monoMs;
    const waiting = new Set(this.bridges.flatMap(({ queue }) => queue)).size;
    const say = (topic: string, figure: number): void => this.#deliver({ topic: `$SYS/broker/${topic}`, payload: String(figure), qos: 0, retain: true });
    say('uptime', monoMs / 1_000);
    say('retained messages/count', this.#documents.size);
    say('store/messages/count', this.#documents.size + waiting);
    say('publish/messages/dropped', this.bridges.reduce((sum, { dropped }) => sum + dropped, 0));
  }

  #save(): void {
    this.#saved = { documents: new Map(this.#documents), queues: this.bridges.map(({ queue }) => [...queue]) };
  }

  #end(): void {
    this.running = false;
    this.#pipe = [];
    this.#will = undefined;
    for (const bridge of this.bridges) bridge.down();
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#session?.disconnected();
  }

  term(): void {
    this.#save();
    this.#end();
  }

  kill(): void {
    this.#end();
    this.#documents = new Map(this.#saved.documents);
    for (const [index, bridge] of this.bridges.entries()) bridge.restore(this.#saved.queues[index] ?? []);
  }

  start(): void {
    this.running = true;
    this.#connectMs = 0;
    // On its own topic mosquitto begins with 0.
    for (const topic of [...this.#documents.keys()].filter((one) => one.startsWith('$SYS'))) this.#documents.delete(topic);
  }
}
