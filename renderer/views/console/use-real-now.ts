import { useSyncExternalStore } from 'react';
import { onTick, tickMs } from '../../ticker.ts';

/** This computer's clock, epoch ms, anew each second: main's times are of it, not of the fleet's clock. */
export const useRealNow = (): number => useSyncExternalStore(onTick, tickMs);
