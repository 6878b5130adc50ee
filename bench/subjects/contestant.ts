import type { LoadTotals } from '../load/site-load.ts';

/** When a contestant has everything that it shall have; CPU times of a sink inside its process are not its own. */
export interface Watch {
  readonly sinkCpuMs: number;
  readonly reached: Promise<{ readonly sinkCpuMs: number }>;
}

/** Who takes part in a comparison: an engine or a counter in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly pid: number;
  /** `complete`: sites that must show name, version and health as well. */
  expect(totals: LoadTotals, complete?: number): Promise<Watch>;
  /** What it has seen, for the words of a failure. */
  seen(): Promise<string>;
  stop(): Promise<void>;
}
