import { enter, enterEngine, interleave, microsecondsOf, verify, type EntryPlan } from './pair.ts';
import { compare, median, rounded, type BenchContext, type Result } from './result.ts';
import { withRuntimes, type Runtime, type RuntimeName } from './runtime/runtime.ts';
import { startCounter } from './subjects/counter-contestant.ts';

/*
 * What a message costs from the socket to the committed row and the posted record, against mqtt.js that only counts, and
 * against mqtt.js that parses and checks: CPU time of the process per message.
 */

export interface PipelineSize {
  readonly sites: number;
  readonly sweepsPerTurn: number;
  readonly rounds: number;
  readonly runtimes: readonly RuntimeName[];
}

export const PIPELINE_SIZE: PipelineSize = { sites: 10_000, sweepsPerTurn: 2, rounds: 5, runtimes: ['electron', 'node'] };

const BARE_GOAL = { atLeast: 0.17 };
const CHECKED_GOAL = { atLeast: 0.33 };
/** An alert opens with one event and closes with the next. */
const ALERT_LIFE = 2;

const measure = async (runtime: Runtime, size: PipelineSize, context: BenchContext): Promise<Result[]> => {
  const plan: EntryPlan = { load: { sites: size.sites, alertLife: ALERT_LIFE, seed: 1 }, sweepsPerTurn: size.sweepsPerTurn };
  const engine = await enterEngine(runtime, plan);
  const bare = await enter(plan, (url) => startCounter(runtime, { url, check: false }));
  const checked = await enter(plan, (url) => startCounter(runtime, { url, check: true }));
  const load = await interleave([engine, bare, checked], size.rounds, context);
  await verify(engine);
  for (const { blast } of [engine, bare, checked]) blast.close();
  const [ours, counted, parsed] = [engine, bare, checked].map(({ contestant, turns }) => ({ name: contestant.name, values: turns.map(microsecondsOf) }));
  if (ours === undefined || counted === undefined || parsed === undefined) return [];
  return ([['pipeline-bare', counted, BARE_GOAL], ['pipeline-checked', parsed, CHECKED_GOAL]] as const).map(([name, other, goal]) => {
    const figures = { pipelineCpuUsPerMessage: rounded(median(ours.values), 1), otherCpuUsPerMessage: rounded(median(other.values), 2) };
    return compare(other, ours, { name, runtime: runtime.label, load, goal, figures });
  });
};

/** Both ratios on each runtime. Throws where a message or a row is missing. */
export const runPipeline = (context: BenchContext, size: PipelineSize = PIPELINE_SIZE): Promise<Result[]> =>
  withRuntimes(size.runtimes, context, (runtime) => measure(runtime, size, context));
