import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Retention } from './store/retention.ts';

const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 3_600_000;
/** Batches and windows come first: a slice, then a pause. */
const BETWEEN_SLICES_MS = 100;

/** Deletes old rows in slices, an hour apart; answers how to stop. */
export const startCleanUp = (retention: Retention, clock: Clock, log: Log, onFailure: (error: unknown) => void): (() => void) => {
  let timer: NodeJS.Timeout;
  const slice = (): void => {
    let more = false;
    try {
      more = retention.slice(clock.wallTs());
    } catch (error) {
      log.warn('clean-up failed', { error });
      onFailure(error);
    }
    timer = setTimeout(slice, more ? BETWEEN_SLICES_MS : EVERY_MS);
  };
  timer = setTimeout(slice, FIRST_AFTER_MS);
  return () => clearTimeout(timer);
};
