import { enterEngine, interleave, microsecondsOf, verify } from './pair.ts';
import { compare, median, rounded, type BenchContext, type Result } from './result.ts';
import { withRuntimes, type Runtime, type RuntimeName } from './runtime/runtime.ts';

/*
 * What a message costs with ten times the sites. Both fleets get the same messages per turn; each site has one alert that
 * is updated, so that no fleet gathers more alerts per site than the other.
 */

export interface ScaleSize {
  readonly sites: number;
  readonly fewerSites: number;
  readonly rounds: number;
  readonly runtimes: readonly RuntimeName[];
}

export const SCALE_SIZE: ScaleSize = { sites: 10_000, fewerSites: 1_000, rounds: 5, runtimes: ['electron', 'node'] };

const GOAL = { atMost: 1.25 };

const measure = async (runtime: Runtime, { sites, fewerSites, rounds }: ScaleSize, context: BenchContext): Promise<Result[]> => {
  const load = (count: number) => ({ sites: count, alertLife: Infinity, seed: 2 });
  const many = await enterEngine(runtime, { load: load(sites), sweepsPerTurn: 1 });
  const few = await enterEngine(runtime, { load: load(fewerSites), sweepsPerTurn: sites / fewerSites });
  const ran = await interleave([many, few], rounds, context);
  for (const entry of [many, few]) {
    await verify(entry);
    entry.blast.close();
  }
  const above = { name: `pipeline, ${sites} sites`, values: many.turns.map(microsecondsOf) };
  const below = { name: `pipeline, ${fewerSites} sites`, values: few.turns.map(microsecondsOf) };
  const figures = { manyCpuUsPerMessage: rounded(median(above.values), 1), fewCpuUsPerMessage: rounded(median(below.values), 1) };
  return [compare(above, below, { name: 'scale', runtime: runtime.label, load: ran, goal: GOAL, figures })];
};

/** Cost per message at many sites over few. Throws where a message or a row is missing. */
export const runScale = (context: BenchContext, size: ScaleSize = SCALE_SIZE): Promise<Result[]> =>
  withRuntimes(size.runtimes, context, (runtime) => measure(runtime, size, context));
