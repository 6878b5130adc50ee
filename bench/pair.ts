import { listenBlast, type Blast } from './load/blast-process.ts';
import type { LoadOptions } from './load/site-load.ts';
import { loadavg, rounded, type BenchContext, type Load } from './result.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { Contestant } from './subjects/contestant.ts';
import { startEngineContestant, type EngineContestant } from './subjects/engine-contestant.ts';
import { takeTurn, type Turn } from './turn.ts';

/** One side of a comparison with the load of its own, and its turns so far. */
export interface Entry<C extends Contestant = Contestant> {
  readonly contestant: C;
  readonly blast: Blast;
  readonly sites: number;
  readonly sweepsPerTurn: number;
  readonly turns: Turn[];
}

export interface EntryPlan {
  readonly load: LoadOptions;
  readonly sweepsPerTurn: number;
}

/** A contestant that is fed by a fake broker endpoint of its own. */
export const enter = async <C extends Contestant>(plan: EntryPlan, start: (url: string) => Promise<C>): Promise<Entry<C>> => {
  const blast = await listenBlast(plan.load);
  const contestant = await start(`mqtt://127.0.0.1:${blast.port}`);
  await blast.connected;
  return { contestant, blast, sites: plan.load.sites, sweepsPerTurn: plan.sweepsPerTurn, turns: [] };
};

export const enterEngine = (runtime: Runtime, plan: EntryPlan): Promise<Entry<EngineContestant>> =>
  enter(plan, (url) => startEngineContestant(runtime, url));

export const microsecondsOf = ({ cpuMs, messages }: Turn): number => (cpuMs * 1_000) / messages;

/** A B A B …: one unmeasured turn each after the first documents, then `rounds` measured ones. Answers what it ran under. */
export const interleave = async (
  entries: readonly Entry[],
  rounds: number,
  { say }: BenchContext,
  words: (turn: Turn) => string = (turn) => `${rounded(microsecondsOf(turn), 1)} µs`,
): Promise<Load> => {
  for (const { contestant, blast } of entries) await takeTurn(contestant, blast, 'seed');
  for (const { contestant, blast, sweepsPerTurn } of entries) await takeTurn(contestant, blast, 'sweeps', sweepsPerTurn);
  const loadavgBefore = loadavg();
  for (let round = 1; round <= rounds; round += 1) {
    for (const { contestant, blast, sweepsPerTurn, turns } of entries) turns.push(await takeTurn(contestant, blast, 'sweeps', sweepsPerTurn));
    say(`  round ${round} of ${rounds}: ${entries.map(({ contestant, sites, turns }) => `${contestant.name} at ${sites} sites ${words(turns.at(-1) as Turn)}`).join(', ')}`);
  }
  const [first] = entries;
  const messagesPerTurn = first?.turns[0]?.messages ?? 0;
  return { sites: first?.sites ?? 0, messagesPerTurn, rounds, eventShare: 0.1, loadavgBefore, loadavgAfter: loadavg() };
};

/** Ends the engine; throws unless its database holds all that its load sent. */
export const verify = async ({ contestant, blast, sites }: Entry<EngineContestant>): Promise<void> => {
  const { totals } = await blast.prepare('sweeps', 0);
  await contestant.stopAndVerify(totals, sites);
};
