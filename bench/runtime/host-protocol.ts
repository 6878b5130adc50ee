import type { SinkTotals } from './window-sink.ts';

/*
 * Bench to a host and back. A host starts subjects as utility processes: Electron's own, or on plain Node the same with a
 * stand-in for `process.parentPort`.
 */

export type HostCommand =
  /** `first`: the subject's first message. `window`: a sink is connected to it once it says that it is ready. */
  | { readonly type: 'start'; readonly id: number; readonly entry: string; readonly first: unknown; readonly window: boolean }
  | { readonly type: 'post'; readonly id: number; readonly message: unknown }
  | { readonly type: 'expect'; readonly id: number; readonly totals: SinkTotals }
  | { readonly type: 'look'; readonly id: number };

export type HostReport =
  | { readonly type: 'started'; readonly id: number; readonly pid: number }
  | { readonly type: 'message'; readonly id: number; readonly message: unknown }
  /** `sinkCpuMs`: CPU time that the sink took inside the subject's own process; 0 where it has another. */
  | { readonly type: 'expecting'; readonly id: number; readonly sinkCpuMs: number }
  | { readonly type: 'reached'; readonly id: number; readonly sinkCpuMs: number }
  | { readonly type: 'seen'; readonly id: number; readonly totals: SinkTotals }
  | { readonly type: 'exit'; readonly id: number; readonly code: number };
