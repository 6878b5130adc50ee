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

export const createModelBridge = ({ site, hub, retained, told, chance }: BridgeDeps): ModelBridge => {
  let queue: LocalMessage[] = [];
  let deadSinceMs: number | undefined;
  let retryMs = 0;
  let states: LocalMessage[] = [];
  const send = (message: LocalMessage): void =>
    hub.receive({ topic: insertSite(site, message.topic), payload: message.payload, qos: isEvent(message) ? 1 : 0, retain: message.retain });
  const word = (up: boolean): void => hub.receive({ topic: bridgeStateTopic(site), payload: up ? '1' : '0', qos: 1, retain: true });
  const lose = (monoMs: number): void => {
    self.up = false;
    retryMs = monoMs + RETRY_MS * (0.5 + chance());
    // Some of what is under way arrived, and its acknowledgement did not.
    if (hub.running && self.line !== 'dead') for (const message of queue.slice(0, Math.floor(chance() * 20))) send(message);
    if (hub.running) word(false);
    told(false);
  };
  const connect = (): void => {
    self.up = true;
    deadSinceMs = undefined;
    states = [];
    word(true);
    for (const message of retained()) if (message.topic.startsWith(TOPIC_ROOT)) send(message);
    told(true);
  };
  const carry = (): void => {
    for (const message of states.splice(0)) send(message);
    for (const message of queue.splice(0, PER_STEP)) send(message);
  };
  const self = {
    hub,
    up: false,
    dropped: 0,
    line: 'good' as Line,
    get queue() {
      return queue;
    },
    forward: (message: LocalMessage): void => {
      if (!isEvent(message)) {
        if (self.up && self.line === 'good') states.push(message);
      } else if (queue.length < QUEUE_MAX) queue.push(message);
      else self.dropped += 1;
    },
    step: (monoMs: number): void => {
      if (!self.up) {
        if (self.line === 'good' && hub.running && monoMs >= retryMs) connect();
        return;
      }
      if (!hub.running || self.line === 'broken') return lose(monoMs);
      if (self.line === 'good') {
        deadSinceMs = undefined;
        return carry();
      }
      deadSinceMs ??= monoMs;
      if (monoMs - deadSinceMs > HALF_OPEN_MS) lose(monoMs);
    },
    down: (): void => {
      if (self.up && hub.running) word(false);
      self.up = false;
      retryMs = 0;
    },
    restore: (earlier: readonly LocalMessage[]): void => {
      queue = [...earlier];
      states = [];
    },
  };
  return self;
};
