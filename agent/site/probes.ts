import type { Observation } from './observation.ts';

/*
 * Whatever the agent has to ask for: the router, Frigate's HTTP, certificates, bridges. Statistics come by MQTT instead.
 */

export interface Probe {
  readonly name: string;
  readonly everyMs: number;
  /** Real time; an answer that comes later is dropped. */
  readonly limitMs: number;
  /** What cannot be measured is absent from the answer, not zero. May throw: that counts as no answer. */
  run(): readonly Observation[] | Promise<readonly Observation[]>;
}

export interface ProbeCounts {
  readonly failed: number;
  readonly late: number;
}

export interface ProbeRunner {
  readonly counts: ProbeCounts;
  /** Starts every probe that is due at `monoMs` and not still under way. */
  tick(monoMs: number): void;
}

/** Runs probes one at a time each; answers go to `observed`. A probe that hangs holds up nothing but itself. */
export const createProbeRunner = (probes: readonly Probe[], observed: (observation: Observation) => void): ProbeRunner => {
  const nextDueMs = new Map<Probe, number>();
  const running = new Set<Probe>();
  const counts = { failed: 0, late: 0 };
  const runSlowly = async (probe: Probe, answer: Promise<readonly Observation[]>): Promise<void> => {
    running.add(probe);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      counts.late += 1;
      running.delete(probe);
    }, probe.limitMs);
    try {
      const observations = await answer;
      if (!isLate) observations.forEach(observed);
    } catch {
      if (!isLate) counts.failed += 1;
    } finally {
      clearTimeout(timer);
      if (!isLate) running.delete(probe);
    }
  };
  const run = (probe: Probe): void => {
    try {
      const answer = probe.run();
      if (answer instanceof Promise) void runSlowly(probe, answer);
      else answer.forEach(observed);
    } catch {
      counts.failed += 1;
    }
  };
  return {
    counts,
    tick: (monoMs) => {
      for (const probe of probes) {
        if (running.has(probe) || monoMs < (nextDueMs.get(probe) ?? -Infinity)) continue;
        nextDueMs.set(probe, monoMs + probe.everyMs);
        run(probe);
      }
    },
  };
};
