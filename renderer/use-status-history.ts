import { useEffect, useState } from 'react';
import type { StatusSlot } from '../fleet/status-series.ts';
import { useStores } from './use-fleet.ts';

/** Real time between two questions; a slot is five minutes of the fleet's clock, which may run faster. */
const PACE_MS = 20_000;
const NONE: readonly StatusSlot[] = [];

/** Sites by status over the last 24 hours as the engine keeps them; asked again at times and after an engine's restart. */
export function useStatusHistory(): readonly StatusSlot[] {
  const { fleet } = useStores();
  const [slots, setSlots] = useState(NONE);
  useEffect(() => {
    let gone = false;
    // What was told before stays on screen while the engine cannot tell.
    const ask = (): void =>
      void fleet.request<'status-history'>({ name: 'status-history' }).then(
        (told) => gone || setSlots(told),
        () => undefined,
      );
    const timer = setInterval(ask, PACE_MS);
    const ignore = fleet.onChange(({ all }) => all && ask());
    ask();
    return () => {
      gone = true;
      clearInterval(timer);
      ignore();
    };
  }, [fleet]);
  return slots;
}
