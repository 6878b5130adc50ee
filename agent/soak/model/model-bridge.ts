import type { SiteId } from '../../../fleet/ids.ts';
import { TOPIC_ROOT, bridgeStateTopic } from '../../../fleet/topics.ts';
import type { LocalMessage } from '../../site/local-broker.ts';
import { insertSite } from '../../simulator/bridge-adapter.ts';
import type { ModelHub } from './model-hub.ts';

/*
 * MODEL of one mosquitto bridge by the rules of contract §8: QoS 0 is lost while it is down, QoS 1 waits in a bounded queue
 * that drops the newest, a half-open line is noticed after 90 s, and what was under way when a line broke comes twice.
 */

const QUEUE_MAX = 20_000;
const HALF_OPEN_MS = 90_000;
const RETRY_MS = 10_000;
/** Events that the line carries in one step. */
const PER_STEP = 40;

export type Line = 'good' | 'broken' | 'dead';

export interface ModelBridge {
  readonly hub: ModelHub;
  readonly up: boolean;
  /** Events that the hub has not acknowledged. */
  readonly queue: readonly LocalMessage[];
  readonly dropped: number;
  /** `broken`: both ends notice. `dead`: bytes vanish, nobody notices for a while. */
  line: Line;
  forward(message: LocalMessage): void;
  step(monoMs: number): void;
  down(): void;
  restore(queue: readonly LocalMessage[]): void;
}

export interface BridgeDeps {
  readonly site: SiteId;
  readonly hub: ModelHub;
  readonly retained: () => readonly LocalMessage[];
  /** mosquitto's word on `$SYS`. */
  readonly told: (up: boolean) => void;
  readonly chance: () => number;
}

const isEvent = ({ topic }: LocalMessage): boolean => !topic.startsWith(`${TOPIC_ROOT}state/`);

class Bridge implements ModelBridge {
  up = false;
  dropped = 0;
  line: Line = 'good';
  readonly hub: ModelHub;
  readonly #deps: BridgeDeps;
  #queue: LocalMessage[] = [];
  #states: LocalMessage[] = [];
  #deadSinceMs: number | undefined;
  #retryMs = 0;

  constructor(deps: BridgeDeps) {
    this.#deps = deps;
    this.hub = deps.hub;
  }

  get queue(): readonly LocalMessage[] {
    return this.#queue;
  }

  #send(message: LocalMessage): void {
    const { topic, payload, retain } = message;
    this.hub.receive({ topic: insertSite(this.#deps.site, topic), payload, qos: isEvent(message) ? 1 : 0, retain });
  }

  #word(up: boolean): void {
    this.hub.receive({ topic: bridgeStateTopic(this.#deps.site), payload: up ? '1' : '0', qos: 1, retain: true });
  }

  #lose(monoMs: number): void {
    const { chance, told } = this.#deps;
    this.up = false;
    this.#retryMs = monoMs + RETRY_MS * (0.5 + chance());
    // Some of what is under way arrived, and its acknowledgement did not.
    const arrived = this.hub.running && this.line !== 'dead' ? Math.floor(chance() * 20) : 0;
    for (const message of this.#queue.slice(0, arrived)) this.#send(message);
    if (this.hub.running) this.#word(false);
    told(false);
  }

  #connect(): void {
    const { retained, told } = this.#deps;
    this.up = true;
    this.#deadSinceMs = undefined;
    this.#states = [];
    this.#word(true);
    for (const message of retained()) if (message.topic.startsWith(TOPIC_ROOT)) this.#send(message);
    told(true);
  }

  forward(message: LocalMessage): void {
    if (!isEvent(message)) {
      if (this.up && this.line === 'good') this.#states.push(message);
    } else if (this.#queue.length < QUEUE_MAX) this.#queue.push(message);
    else this.dropped += 1;
  }

  step(monoMs: number): void {
    if (!this.up) {
      if (this.line === 'good' && this.hub.running && monoMs >= this.#retryMs) this.#connect();
      return;
    }
    if (!this.hub.running || this.line === 'broken') return this.#lose(monoMs);
    if (this.line === 'dead') {
      this.#deadSinceMs ??= monoMs;
      if (monoMs - this.#deadSinceMs > HALF_OPEN_MS) this.#lose(monoMs);
      return;
    }
    this.#deadSinceMs = undefined;
    for (const message of [...this.#states.splice(0), ...this.#queue.splice(0, PER_STEP)]) this.#send(message);
  }

  down(): void {
    if (this.up && this.hub.running) this.#word(false);
    this.up = false;
    this.#retryMs = 0;
  }

  restore(queue: readonly LocalMessage[]): void {
    this.#queue = [...queue];
    this.#states = [];
  }
}

export const createModelBridge = (deps: BridgeDeps): ModelBridge => new Bridge(deps);
