import type { Blast } from './load/blast-process.ts';
import { cpuMsOf } from './runtime/cpu-time.ts';
import type { Contestant } from './subjects/contestant.ts';

/** One contestant's turn in one round. */
export interface Turn {
  readonly messages: number;
  /** CPU time of its process. */
  readonly cpuMs: number;
  /** From the first packet until everything was committed and posted, or counted. */
  readonly wallMs: number;
}

const TURN_LIMIT_MS = 120_000;

/** Throws with what the contestant has seen when it does not get everything. */
export const within = async <T>(work: Promise<T>, contestant: Contestant): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), TURN_LIMIT_MS)));
  const outcome = await Promise.race([work, late]);
  clearTimeout(timer);
  if (outcome === 'late') throw new Error(`${contestant.name} has not taken everything after ${TURN_LIMIT_MS / 1_000} s: ${await contestant.seen()}`);
  return outcome;
};

/** Encodes the load first, then lets it go and measures until the contestant has all of it. */
export const takeTurn = async (contestant: Contestant, blast: Blast, what: 'seed' | 'sweeps', sweeps = 1): Promise<Turn> => {
  const { messages, totals } = await blast.prepare(what, sweeps);
  const watch = await contestant.expect(totals);
  const cpuBefore = cpuMsOf(contestant.pid) - watch.sinkCpuMs;
  const begin = performance.now();
  const [end] = await within(Promise.all([watch.reached, blast.go()]), contestant);
  return { messages, wallMs: performance.now() - begin, cpuMs: cpuMsOf(contestant.pid) - end.sinkCpuMs - cpuBefore };
};
