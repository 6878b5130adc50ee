import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ClockConfig } from '../fleet/ipc.ts';
import { readTextIfExists, writeFileAtomically } from '../platform/atomic-file.ts';
import { clockAfter, fleetTimeAt } from './fleet-clock.ts';

const MARK_EVERY_MS = 30_000;

export interface DemoClock {
  readonly config: ClockConfig;
  /** Writes the exact mark; without it the next start is up to half a minute (× speed) ahead, never behind. */
  readonly stop: () => void;
}

/**
 * A clock for the demo that goes on where the last run ended. Where that is not possible (a lower speed, a demo that
 * ran for weeks) the demo's stored fleet is thrown away: it is simulated, and would otherwise lie in the future.
 */
export const startDemoClock = (demoDir: string, speed: number, baseMs: number | undefined): DemoClock => {
  const file = join(demoDir, 'clock.json');
  const startMs = Date.now();
  const config = baseMs === undefined ? continueClock(demoDir, file, speed, startMs) : { speed, baseMs };
  const mark = (ts: number): void => writeFileAtomically(file, `${JSON.stringify({ v: 1, highWaterTs: ts })}\n`);
  const markAhead = (): void => mark(fleetTimeAt(config, Date.now() + MARK_EVERY_MS));
  markAhead();
  const timer = setInterval(markAhead, MARK_EVERY_MS);
  return {
    config,
    stop: () => {
      clearInterval(timer);
      mark(fleetTimeAt(config, Date.now()));
    },
  };
};

const continueClock = (demoDir: string, file: string, speed: number, nowMs: number): ClockConfig => {
  const after = clockAfter(speed, nowMs, readMark(file));
  if (after !== undefined) return after;
  rmSync(demoDir, { recursive: true, force: true });
  mkdirSync(demoDir, { recursive: true, mode: 0o700 });
  return { speed, baseMs: nowMs };
};

const readMark = (file: string): number => {
  try {
    const body: unknown = JSON.parse(readTextIfExists(file) ?? 'null');
    const ts = typeof body === 'object' && body !== null && 'highWaterTs' in body ? body.highWaterTs : 0;
    return typeof ts === 'number' && Number.isFinite(ts) ? ts : 0;
  } catch {
    return 0;
  }
};
