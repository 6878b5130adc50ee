import type { LocalMessage } from '../site/local-broker.ts';

/*
 * What a mosquitto bridge keeps while it is down: QoS 1 within bounds, QoS 0 not at all. A full queue drops the newest
 * (contract §8: `max_queued_messages 20000`, `max_queued_bytes` 16 MB).
 */

export interface BridgeQueue {
  readonly depth: number;
  readonly dropped: number;
  push(message: LocalMessage): void;
  /** All of it, oldest first; the queue is empty afterwards. */
  take(): readonly LocalMessage[];
  /** Messages that were under way when the bridge was lost: they go first. */
  putBack(messages: readonly LocalMessage[]): void;
}

export interface QueueBounds {
  readonly messages: number;
  readonly bytes: number;
}

export const BRIDGE_QUEUE_BOUNDS: QueueBounds = { messages: 20_000, bytes: 16 * 1_048_576 };

const sizeOf = ({ topic, payload }: LocalMessage): number => topic.length + payload.length;

export const createBridgeQueue = (bounds: QueueBounds = BRIDGE_QUEUE_BOUNDS): BridgeQueue => {
  let messages: LocalMessage[] = [];
  let bytes = 0;
  let dropped = 0;
  return {
    get depth() {
      return messages.length;
    },
    get dropped() {
      return dropped;
    },
    push: (message) => {
      const size = sizeOf(message);
      if (messages.length >= bounds.messages || bytes + size > bounds.bytes) {
        dropped += 1;
        return;
      }
      messages.push(message);
      bytes += size;
    },
    take: () => {
      const all = messages;
      messages = [];
      bytes = 0;
      return all;
    },
    putBack: (earlier) => {
      messages = [...earlier, ...messages];
      bytes += earlier.reduce((sum, message) => sum + sizeOf(message), 0);
    },
  };
};
