import { startMosquitto, type Mosquitto } from '../platform/mosquitto.test-support.ts';
import { publishBlast } from './load/blast-process.ts';
import type { LoadOptions } from './load/site-load.ts';
import { interleave, verify, type Entry } from './pair.ts';
import { compare, median, rounded, type BenchContext, type Result } from './result.ts';
import { withRuntimes, type Runtime, type RuntimeName } from './runtime/runtime.ts';
import type { Contestant } from './subjects/contestant.ts';
import { startCounter } from './subjects/counter-contestant.ts';
import { startEngineContestant } from './subjects/engine-contestant.ts';
import type { Turn } from './turn.ts';

/*
 * Messages a second through a real mosquitto. Each side has a broker of its own, which is idle while the other's is not;
 * neither queue has a bound, so the slower side loses nothing. One sweep a turn: no topic comes twice, so that nothing may
 * be coalesced.
 */

export interface MosquittoSize {
  readonly sites: number;
  readonly rounds: number;
  readonly runtimes: readonly RuntimeName[];
}

export const MOSQUITTO_SIZE: MosquittoSize = { sites: 10_000, rounds: 7, runtimes: ['electron', 'node'] };

const GOAL = { atLeast: 0.8 };
const NO_BOUNDS = 'max_queued_messages 0\nmax_inflight_messages 0';

const enterAt = async <C extends Contestant>(broker: Mosquitto, load: LoadOptions, start: (url: string) => Promise<C>): Promise<Entry<C>> => {
  const contestant = await start(broker.url);
  const blast = publishBlast(broker.port, load);
  await blast.connected;
  return { contestant, blast, sites: load.sites, sweepsPerTurn: 1, turns: [] };
};

const perSecond = ({ messages, wallMs }: Turn): number => (messages * 1_000) / wallMs;

const measure = async (runtime: Runtime, size: MosquittoSize, context: BenchContext): Promise<Result[]> => {
  const brokers = await Promise.all([startMosquitto({ extra: NO_BOUNDS }), startMosquitto({ extra: NO_BOUNDS })] as const);
  try {
    const load: LoadOptions = { sites: size.sites, alertLife: 2, seed: 3 };
    const engine = await enterAt(brokers[0], load, (url) => startEngineContestant(runtime, url));
    await engine.contestant.subscribed();
    const counter = await enterAt(brokers[1], load, (url) => startCounter(runtime, { url, check: false }));
    const ran = await interleave([engine, counter], size.rounds, context, (turn) => `${Math.round(perSecond(turn))}/s`);
    await verify(engine);
    for (const { blast } of [engine, counter]) blast.close();
    const ours = { name: engine.contestant.name, values: engine.turns.map(perSecond) };
    const theirs = { name: counter.contestant.name, values: counter.turns.map(perSecond) };
    const figures = { pipelineMessagesPerS: Math.round(median(ours.values)), otherMessagesPerS: Math.round(median(theirs.values)), pipelineCpuUsPerMessage: rounded(median(engine.turns.map(({ cpuMs, messages }) => (cpuMs * 1_000) / messages)), 1) };
    return [compare(ours, theirs, { name: 'mosquitto', runtime: runtime.label, load: ran, goal: GOAL, figures })];
  } finally {
    await Promise.all(brokers.map((broker) => broker.dispose()));
  }
};

/** The pipeline's rate over the counter's. Throws where a message or a row is missing. */
export const runMosquitto = (context: BenchContext, size: MosquittoSize = MOSQUITTO_SIZE): Promise<Result[]> =>
  withRuntimes(size.runtimes, context, (runtime) => measure(runtime, size, context));
