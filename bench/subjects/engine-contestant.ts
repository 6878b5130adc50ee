import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineConfig } from '../../fleet/ipc.ts';
import type { LoadTotals } from '../load/site-load.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Contestant } from './contestant.ts';
import { verifyRows } from './rows.ts';

export interface EngineContestant extends Contestant {
  /** From the start of its process until it said that it is ready. */
  readonly startMs: number;
  /** Settles when the hub has granted its subscriptions. */
  subscribed(): Promise<void>;
  /** Ends the engine and throws unless its database holds exactly what was sent. */
  stopAndVerify(totals: LoadTotals, sites: number): Promise<void>;
}

/** The product's engine on an empty profile with one hub and a window that draws at once. */
export const startEngineContestant = async (runtime: Runtime, url: string): Promise<EngineContestant> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'blocao-bench-'));
  const config: EngineConfig = {
    dataDir,
    consoleId: '00bec400',
    hubs: [{ id: 'bench', name: 'Bench', url }],
    clock: { speed: 1, baseMs: Date.now() },
    showAllAsAdopted: true,
  };
  const begin = performance.now();
  const subject = await runtime.start('engine', config, { window: true });
  await subject.messages('ready');
  const startMs = performance.now() - begin;
  const stop = async (): Promise<void> => {
    subject.post({ type: 'stop' });
    await subject.exited;
  };
  return {
    name: 'pipeline',
    pid: subject.pid,
    startMs,
    expect: ({ rounds, revisions }, complete = 0) => subject.expect({ rounds, revisions, complete, hubs: 0 }),
    subscribed: async () => {
      const { reached } = await subject.expect({ rounds: 0, revisions: 0, complete: 0, hubs: 1 });
      await reached;
    },
    seen: async () => JSON.stringify(await subject.look()),
    stop: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
    stopAndVerify: async (totals, sites) => {
      await stop();
      verifyRows(dataDir, totals, sites);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
