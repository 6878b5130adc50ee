import type { Outbox, OutboxEntry } from './outbox.ts';

/*
 * Events leave in one row: what is replayed and what is new by the same way, so that they arrive in order. So many may be
 * under way to the local broker at a time: a backlog of 20 MB never stands in memory.
 */

const UNDER_WAY_MAX = 100;

export interface EventSender {
  /** The local broker took everything up to this one. */
  readonly takenSeq: number;
  /** Connected: everything that the hub is not known to have goes out again. */
  connected(): void;
  disconnected(): void;
  /** Everything behind `seq` goes out again, unchanged. */
  replay(seq: number): void;
  /** Sends what is new and what there is room for. */
  pump(): void;
}

export const createEventSender = (outbox: Outbox, publish: (entry: OutboxEntry, taken: () => void) => void): EventSender => {
  const underWay = new Set<number>();
  let sentSeq = outbox.provenSeq;
  /** Acknowledgements of an earlier round count for nothing. */
  let round = 0;
  let isConnected = false;
  let isPumping = false;
  const taken = (): number => (underWay.size > 0 ? Math.min(...underWay) - 1 : sentSeq);
  const begin = (seq: number): void => {
    round += 1;
    underWay.clear();
    sentSeq = seq;
  };
  const send = (entry: OutboxEntry): void => {
    const own = round;
    sentSeq = entry.seq;
    underWay.add(entry.seq);
    publish(entry, () => {
      if (own === round && underWay.delete(entry.seq)) pump();
    });
  };
  const pump = (): void => {
    if (isPumping) return;
    isPumping = true;
    while (isConnected && sentSeq < outbox.lastSeq && underWay.size < UNDER_WAY_MAX) {
      const entries = outbox.after(sentSeq, UNDER_WAY_MAX - underWay.size);
      if (entries.length === 0) break;
      entries.forEach(send);
    }
    isPumping = false;
  };
  return {
    get takenSeq() {
      return taken();
    },
    connected: () => {
      isConnected = true;
      begin(outbox.provenSeq);
      pump();
    },
    disconnected: () => {
      isConnected = false;
      begin(taken());
    },
    replay: (seq) => {
      if (!isConnected || seq >= sentSeq) return;
      begin(seq);
      pump();
    },
    pump,
  };
};
