import { TICK_MS } from '../../fleet/alert-clock.ts';
import type { TickEvent } from '../../fleet/events.ts';
import type { Clock } from '../../platform/clock.ts';

export interface AlertClockParts {
  readonly clock: Clock;
  readonly onTick: (tick: TickEvent) => void;
}

export interface AlertClock {
  /** The system said that it woke up: the tick comes now and not at its next second. */
  resumed(): void;
  stop(): void;
}

/**
 * One timer for the whole fleet: a tick each real second. The fold sees by the real clocks in it whether this computer slept
 * (contract §4 "Watched time") and then asks for a rebuild.
 */
export const startAlertClock = ({ clock, onTick }: AlertClockParts): AlertClock => {
  const tick = (): void => onTick({ type: 'tick', at: clock.at(), realWallMs: clock.realWallMs(), realMonoMs: clock.realMonoMs() });
  const timer = setInterval(tick, TICK_MS);
  return { resumed: tick, stop: () => clearInterval(timer) };
};
