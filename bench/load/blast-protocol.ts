import type { LoadOptions, LoadTotals } from './site-load.ts';

/** Bench to the process that makes the load. */
export type BlastCommand =
  /** Be a minimal fake broker endpoint on a free port of loopback. */
  | { readonly type: 'listen'; readonly load: LoadOptions }
  /** Be a client that publishes to the broker on this port. */
  | { readonly type: 'publish-to'; readonly port: number; readonly load: LoadOptions }
  | { readonly type: 'prepare'; readonly what: 'seed' | 'retained' | 'sweeps'; readonly sweeps: number }
  | { readonly type: 'go' };

export type BlastReport =
  | { readonly type: 'listening'; readonly port: number }
  /** Listening: the subject subscribed. Publishing: the broker accepted us. */
  | { readonly type: 'connected' }
  | { readonly type: 'prepared'; readonly prepared: Prepared }
  /** Everything is written, and every event of it was acknowledged. */
  | { readonly type: 'done' };

export interface Prepared {
  readonly messages: number;
  readonly events: number;
  readonly bytes: number;
  /** Of everything up to the end of what is prepared. */
  readonly totals: LoadTotals;
}
