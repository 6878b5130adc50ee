import type { FleetTables } from '../../fleet/delta.ts';
import { summarise } from '../../fleet/summary.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { StatusSlots } from './store/status-slots.ts';

/** By the fleet's clock. One look over all sites. */
const EVERY_MS = 60_000;

export interface StatusRecorderParts {
  readonly slots: StatusSlots;
  readonly clock: Clock;
  readonly log: Log;
  readonly tables: () => FleetTables;
  /** Some hub's retained messages were folded in this engine life. */
  readonly isLive: () => boolean;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Notes once a minute how many sites stand in each status; called once a real second. While this console sees no hub, and
 * until it has read what one holds, it knows nothing of any site and notes nothing: a gap, not a fleet in trouble.
 */
export const createStatusRecorder = ({ slots, clock, log, tables, isLive, onFailure }: StatusRecorderParts): (() => void) => {
  let lastTs = -Infinity;
  return () => {
    const now = clock.wallTs();
    if (Math.abs(now - lastTs) < EVERY_MS || !isLive()) return;
    const { sites, hubs } = tables();
    const { total, byStatus } = summarise(Object.values(sites));
    if (total === 0 || !Object.values(hubs).some(({ state }) => state === 'connected')) return;
    lastTs = now;
    try {
      slots.note(now, byStatus);
    } catch (error) {
      log.warn('status history failed', { error });
      onFailure(error);
    }
  };
};
