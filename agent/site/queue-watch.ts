import type { BrokerCount } from './broker-facts.ts';

/*
 * Whether the local broker's queues are empty, told from its counts: an event that was taken before two beats without
 * anything waiting has been acknowledged by every hub, however slow the line.
 */

export interface QueueBeat {
  /** Events up to this one are in what the beat says. */
  readonly seq: number;
  readonly drained: boolean;
}

export interface QueueWatch {
  /** False where the broker does not tell its counts. */
  readonly known: boolean;
  /** Nothing waited at the last two beats. */
  readonly drained: boolean;
  forget(): void;
  /** True where messages were dropped while a queue was not empty: an event may be among them. */
  count(name: BrokerCount, count: number): boolean;
  /** `takenSeq`: what the broker had acknowledged to the agent by now. */
  beat(takenSeq: number): QueueBeat | undefined;
}

export const createQueueWatch = (): QueueWatch => {
  const counts = new Map<BrokerCount, number>();
  let lastTakenSeq: number | undefined;
  let wasEmpty = false;
  let drained = false;
  const isEmpty = (): boolean => (counts.get('stored') ?? Infinity) <= (counts.get('retained') ?? -1);
  return {
    get known() {
      return counts.has('stored') && counts.has('retained');
    },
    get drained() {
      return drained;
    },
    forget: () => {
      counts.clear();
      lastTakenSeq = undefined;
      wasEmpty = false;
      drained = false;
    },
    count: (name, count) => {
      const before = counts.get(name);
      counts.set(name, count);
      return name === 'dropped' && before !== undefined && count > before && !drained;
    },
    // A beat opens an interval: the counts known now were taken after the beat before.
    beat: (takenSeq) => {
      const seq = lastTakenSeq;
      const empty = isEmpty();
      drained = empty && wasEmpty;
      wasEmpty = empty;
      lastTakenSeq = takenSeq;
      return seq === undefined ? undefined : { seq, drained };
    },
  };
};
