import type { ClockConfig } from '../fleet/ipc.ts';

/** Fleet time of a real time, epoch ms: the demo's clock may run faster than the wall's. */
export const fleetTime = (clock: ClockConfig, realMs: number): number =>
  clock.baseMs + (realMs - clock.baseMs) * clock.speed;
