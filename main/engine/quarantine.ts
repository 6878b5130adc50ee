import type { QuarantineSample } from '../../fleet/engine-diagnostics.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import { createBoundedQueue, type BoundedQueue } from '../../platform/bounded-queue.ts';

/*
 * Samples of what did not decode, for Diagnostics. Bounded per reason, so that one flood does not wash away the rare case;
 * the fold counts every one of them.
 */

export const SAMPLES_PER_REASON = 20;
const HEAD_BYTES = 256;
const TOPIC_LENGTH = 256;

interface Kept extends Omit<QuarantineSample, 'head'> {
  readonly head: Buffer;
}

export interface Quarantine {
  add(sample: { readonly ts: number; readonly hub: HubId; readonly topic: string; readonly reason: string; readonly detail: string; readonly payload: Buffer }): void;
  /** Newest first. */
  samples(): readonly QuarantineSample[];
}

/** Printable ASCII as it is, everything else as `\xNN`: nothing in a sample can act on a terminal or a page. */
export const showBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f && byte !== 0x5c ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('');

export const createQuarantine = (): Quarantine => {
  const byReason = new Map<string, BoundedQueue<Kept>>();
  return {
    add: ({ payload, topic, ...sample }) => {
      let queue = byReason.get(sample.reason);
      if (queue === undefined) {
        queue = createBoundedQueue(SAMPLES_PER_REASON, 'drop-oldest');
        byReason.set(sample.reason, queue);
      }
      // A copy: a slice would keep the socket's whole read buffer alive.
      const head = Buffer.from(payload.subarray(0, HEAD_BYTES));
      queue.push({ ...sample, topic: topic.slice(0, TOPIC_LENGTH), bytes: payload.length, head });
    },
    samples: () =>
      [...byReason.values()]
        .flatMap((queue) => queue.items())
        .sort((a, b) => b.ts - a.ts)
        .map((kept) => ({ ...kept, topic: showBytes(Buffer.from(kept.topic)), head: showBytes(kept.head) })),
  };
};
