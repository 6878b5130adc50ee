import { parseArgs } from 'node:util';
import { runSimulatedSoak } from './model/simulated-soak.ts';
import { runRealSoak } from './real/real-soak.ts';

/*
 * `npm run soak -- [--hours N] [--minutes N] [--seed N]`: both soaks side by side, 1,000 simulated hours and 20 real minutes
 * unless told. Ends with 1 on one fault of any kind. 0 hours or 0 minutes leave one of them out.
 */

const { values } = parseArgs({
  options: { hours: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string' }, program: { type: 'string' } },
});
const hours = Number(values.hours ?? 1_000);
const minutes = Number(values.minutes ?? 20);
const seed = Number(values.seed ?? 1);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const listOf = (happened: ReadonlyMap<string, number>): string => [...happened].map(([name, count]) => `${name} ${count}`).join(', ');

/** Half of the hours with one hub, half with two; in pieces, so that the real soak beside it is never kept waiting. */
const simulated = async (): Promise<number> => {
  let total = 0;
  for (const hubs of [1, 2] as const) {
    const begun = performance.now();
    const { faults, events, copies, happened } = await runSimulatedSoak({ hours: hours / 2, hubs, seed: seed + hubs });
    const took = Math.round((performance.now() - begun) / 1_000);
    process.stdout.write(`simulated, ${hubs} hub${hubs > 1 ? 's' : ''}: ${hours / 2} h, ${events} events, ${copies} copies, ${took} s\n${faults.text()}\n  ${listOf(happened)}\n`);
    total += faults.total;
  }
  return total;
};

const real = async (): Promise<number> => {
  const program = values.program ?? 'dist/agent/cli.cjs';
  const { faults, events, copies, reviews, happened } = await runRealSoak({ minutes, seed, program, say });
  process.stdout.write(`real: ${minutes} min, ${events} events, ${copies} copies, ${reviews} reviews\n${faults.text()}\n  ${listOf(happened)}\n`);
  return faults.total;
};

const found = await Promise.all([...(hours > 0 ? [simulated()] : []), ...(minutes > 0 ? [real()] : [])]);
process.exit(found.every((count) => count === 0) ? 0 : 1);
