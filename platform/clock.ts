import type { ClockConfig } from '../fleet/ipc.ts';
import type { At } from '../fleet/events.ts';

/**
 * The one clock of engine and simulator. Fleet time may run faster than real time (demo); broker keepalives, back-off and
 * sleep detection stay in real time. Timers are not part of it: whoever waits, waits in real time.
 */
export interface Clock {
  readonly speed: number;
  /** Fleet time, epoch ms: base + (real now - base) × speed. */
  wallTs(): number;
  /** Fleet time, monotonic ms; stands still while this computer sleeps. */
  monoMs(): number;
  /** Real epoch ms. */
  realWallMs(): number;
  /** Real monotonic ms. */
  realMonoMs(): number;
  /** Both fleet clocks as an event carries them. */
  at(): At;
}

export interface ClockSources {
  readonly wallMs: () => number;
  readonly monoMs: () => number;
}

const REAL_SOURCES: ClockSources = { wallMs: () => Date.now(), monoMs: () => performance.now() };

/** A clock running at `config.speed` (1–60) since `config.baseMs`; the sources are arguments for tests. */
export const createClock = (config: ClockConfig, sources: ClockSources = REAL_SOURCES): Clock => {
  const { speed, baseMs } = config;
  const wallTs = (): number => Math.round(baseMs + (sources.wallMs() - baseMs) * speed);
  const monoMs = (): number => sources.monoMs() * speed;
  return {
    speed,
    wallTs,
    monoMs,
    realWallMs: sources.wallMs,
    realMonoMs: sources.monoMs,
    at: () => ({ wallTs: wallTs(), monoMs: monoMs() }),
  };
};
