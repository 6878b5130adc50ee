import { decode } from '../../fleet/decode.ts';
import type { Decoded } from '../../fleet/decode.ts';
import { TOPIC_ROOT } from '../../fleet/topics.ts';
import type { LocalBroker, LocalMessage, LocalSession } from '../site/local-broker.ts';

/*
 * Test code: a local broker that remembers what the agent publishes, and that the test connects and cuts.
 */

export interface RecordingBroker extends LocalBroker {
  readonly published: LocalMessage[];
  /** Last will of the present connection. */
  will: LocalMessage | undefined;
  connect(): void;
  cut(): void;
  say(topic: string, payload: Uint8Array): void;
}

/** `connects: false`: the broker does not answer until the test connects it. */
export const createRecordingBroker = (connects = true): RecordingBroker => {
  let session: LocalSession | undefined;
  const broker: RecordingBroker = {
    published: [],
    will: undefined,
    start: (next) => {
      session = next;
      if (connects) broker.connect();
    },
    publish: (message, taken) => {
      broker.published.push(message);
      taken?.();
    },
    connect: () => {
      broker.will = session?.will();
      session?.connected();
    },
    cut: () => session?.disconnected(),
    say: (topic, payload) => session?.message(topic, payload),
    stop: () => Promise.resolve(),
  };
  return broker;
};

/** A local message as the hub would read it. */
export const decodeLocal = (site: string, { topic, payload }: LocalMessage): Decoded =>
  decode(`${TOPIC_ROOT}${site}/${topic.slice(TOPIC_ROOT.length)}`, Buffer.from(payload));
