import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { loadavg, measured, rounded, type BenchContext, type Result } from '../result.ts';
import { publishBlast } from '../load/blast-process.ts';
import { countedSites, runtimeOf, startApp, temporaryProfile, until, type App } from './app.ts';

/*
 * What engine and window hold after a fleet's retained documents were read from a real mosquitto and drawn on the map, a
 * while later: resident memory as Electron tells it.
 */

export interface MemorySize {
  readonly fleets: readonly number[];
  /** Garbage is collected meanwhile; nothing else happens. */
  readonly restMs: number;
}

export const MEMORY_SIZE: MemorySize = { fleets: [1_000, 10_000], restMs: 15_000 };

const memoryMb = async ({ app }: App): Promise<{ readonly engine: number; readonly window: number; readonly main: number }> => {
  const metrics = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, name, memory }) => ({ type, name, mb: memory.workingSetSize / 1_024 })),
  );
  const of = (look: (metric: (typeof metrics)[number]) => boolean): number => rounded(metrics.find(look)?.mb ?? NaN, 0);
  return { engine: of(({ name }) => name === 'engine'), window: of(({ type }) => type === 'Tab'), main: of(({ type }) => type === 'Browser') };
};

const measureFleet = async (sites: number, restMs: number, { say }: BenchContext): Promise<Result[]> => {
  const broker = await startMosquitto({ extra: 'max_queued_messages 0' });
  const blast = publishBlast(broker.port, { sites, alertLife: 2, seed: 4 });
  const profile = temporaryProfile();
  try {
    await blast.connected;
    const { messages } = await blast.prepare('retained');
    await blast.go();
    const loadavgBefore = loadavg();
    const app = await startApp({ profile: profile.path, hub: broker.url });
    try {
      await until(`${sites} sites`, async () => (await countedSites(app)) === sites);
      await new Promise((resolve) => setTimeout(resolve, restMs));
      const runtime = await runtimeOf(app);
      const figures = await memoryMb(app);
      const load = { sites, messagesPerTurn: messages, rounds: 1, eventShare: 0, loadavgBefore, loadavgAfter: loadavg() };
      say(`  ${sites} sites: engine ${figures.engine} MB, window ${figures.window} MB`);
      const rest = { unit: 'MB', runtime, load, figures } as const;
      return [
        measured(`memory-engine-${sites}`, figures.engine, { ...rest, what: 'engine, resident' }),
        measured(`memory-window-${sites}`, figures.window, { ...rest, what: 'window, resident' }),
      ];
    } finally {
      await app.close();
    }
  } finally {
    blast.close();
    await broker.dispose();
    profile.remove();
  }
};

export const runMemory = async (context: BenchContext, { fleets, restMs }: MemorySize = MEMORY_SIZE): Promise<Result[]> => {
  const results: Result[] = [];
  for (const sites of fleets) results.push(...(await measureFleet(sites, restMs, context)));
  return results;
};
