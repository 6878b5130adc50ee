import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startMosquitto, type Mosquitto } from '../platform/mosquitto.test-support.ts';
import { publishBlast } from './load/blast-process.ts';
import type { LoadTotals } from './load/site-load.ts';
import { compare, loadavg, median, rounded, type BenchContext, type Result } from './result.ts';
import { withRuntimes, type Runtime, type RuntimeName } from './runtime/runtime.ts';
import { startEngineContestant } from './subjects/engine-contestant.ts';
import { within } from './turn.ts';

/*
 * How long a console with an empty database takes for what a real mosquitto retains, until all of it is committed and
 * posted, against mosquitto_sub that only receives it. Time by the wall clock: from `ready` (the engine opens its hubs
 * then) and from the start of mosquitto_sub.
 */

export interface CatchUpSize {
  readonly sites: number;
  readonly rounds: number;
  readonly runtimes: readonly RuntimeName[];
}

export const CATCH_UP_SIZE: CatchUpSize = { sites: 10_000, rounds: 5, runtimes: ['electron', 'node'] };

const GOAL = { atMost: 3 };
const DOCUMENTS_PER_SITE = 3;
/** With the stock bound of its outgoing queue mosquitto drops retained documents for a client that reads slower than it sends. */
const NO_BOUNDS = 'max_queued_messages 0';

const retainAll = async (broker: Mosquitto, sites: number): Promise<LoadTotals> => {
  const blast = publishBlast(broker.port, { sites, alertLife: 2, seed: 4 });
  await blast.connected;
  const { totals } = await blast.prepare('retained');
  await blast.go();
  blast.close();
  return totals;
};

const subscriberMs = async ({ port }: Mosquitto, documents: number): Promise<number> => {
  const begin = performance.now();
  const args = ['-h', '127.0.0.1', '-p', String(port), '-V', '5', '-t', 'fleet/v1/+/state/#', '-C', String(documents), '-W', '60'];
  const [code] = (await once(spawn('mosquitto_sub', args, { stdio: ['ignore', 'ignore', 'inherit'] }), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`mosquitto_sub ended with ${String(code)} before ${documents} documents`);
  return performance.now() - begin;
};

const engineMs = async (runtime: Runtime, { url }: Mosquitto, totals: LoadTotals, sites: number) => {
  const engine = await startEngineContestant(runtime, url);
  const begin = performance.now();
  const { reached } = await engine.expect(totals, sites);
  await within(reached, engine);
  const ms = performance.now() - begin;
  await engine.stopAndVerify(totals, sites);
  return { ms, startMs: engine.startMs };
};

const measure = async (runtime: Runtime, { sites, rounds }: CatchUpSize, { say }: BenchContext): Promise<Result[]> => {
  const broker = await startMosquitto({ extra: NO_BOUNDS });
  try {
    const totals = await retainAll(broker, sites);
    const documents = sites * DOCUMENTS_PER_SITE;
    await subscriberMs(broker, documents);
    const loadavgBefore = loadavg();
    const engines: { readonly ms: number; readonly startMs: number }[] = [];
    const subscribers: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      engines.push(await engineMs(runtime, broker, totals, sites));
      subscribers.push(await subscriberMs(broker, documents));
      say(`  round ${round} of ${rounds}: pipeline ${Math.round(engines.at(-1)?.ms ?? 0)} ms, mosquitto_sub ${Math.round(subscribers.at(-1) ?? 0)} ms`);
    }
    const load = { sites, messagesPerTurn: documents, rounds, eventShare: 0, loadavgBefore, loadavgAfter: loadavg() };
    const ours = { name: 'pipeline', values: engines.map(({ ms }) => ms) };
    const figures = {
      pipelineMs: Math.round(median(ours.values)),
      otherMs: Math.round(median(subscribers)),
      processStartMs: rounded(median(engines.map(({ startMs }) => startMs)), 0),
    };
    return [compare(ours, { name: 'mosquitto_sub', values: subscribers }, { name: 'catch-up', runtime: runtime.label, load, goal: GOAL, figures })];
  } finally {
    await broker.dispose();
  }
};

/** Time for all retained documents over mosquitto_sub's. Throws where a document or a row is missing. */
export const runCatchUp = (context: BenchContext, size: CatchUpSize = CATCH_UP_SIZE): Promise<Result[]> =>
  withRuntimes(size.runtimes, context, (runtime) => measure(runtime, size, context));
