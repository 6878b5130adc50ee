import { createContext, useContext, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleState, ConsoleStore } from './console-store.ts';
import type { FleetStore } from './fleet-store.ts';
import type { FleetPicture } from './fleet-picture.ts';
import { fleetTime } from './fleet-clock.ts';
import type { WordTools } from './i18n/alert-words.ts';
import { formatFor } from './i18n/format.ts';
import type { NavState, NavStore } from './nav-store.ts';
import type { OverviewState, OverviewStore } from './overview-store.ts';
import type { SoundState, SoundStore } from './sounds/sound-store.ts';
import { onTick, tickMs } from './ticker.ts';
import type { TunnelStore } from './tunnel-store.ts';

/** The stores of this window, made once in main.tsx. */
export interface Stores {
  readonly fleet: FleetStore;
  readonly nav: NavStore;
  readonly overview: OverviewStore;
  readonly console: ConsoleStore;
  readonly tunnel: TunnelStore;
  readonly sound: SoundStore;
}

export const StoresContext = createContext<Stores | undefined>(undefined);

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error('StoresContext is missing above this view.');
  return stores;
}

/**
 * A part of the picture; draws again only when `select` answers something else, so it must answer parts, not new
 * objects.
 */
export function useFleet<T>(select: (picture: FleetPicture) => T): T {
  const { fleet } = useStores();
  return useSyncExternalStore(fleet.subscribe, () => select(fleet.picture()));
}

export function useOverview<T>(select: (state: OverviewState) => T): T {
  const { overview } = useStores();
  return useSyncExternalStore(overview.subscribe, () => select(overview.state()));
}

export function useNav<T>(select: (state: NavState) => T): T {
  const { nav } = useStores();
  return useSyncExternalStore(nav.subscribe, () => select(nav.state()));
}

export function useConsole<T>(select: (state: ConsoleState) => T): T {
  const { console } = useStores();
  return useSyncExternalStore(console.subscribe, () => select(console.state()));
}

/** The fleet's clock, epoch ms, anew each second of real time. */
export function useNow(): number {
  const clock = useFleet((picture) => picture.clock);
  return fleetTime(clock, useSyncExternalStore(onTick, tickMs));
}

const MINUTE_MS = 60_000;

/** For sentences without an age, in places that are many: the clock moves once in a minute of the fleet. */
export function useCalmWords(): WordTools {
  const { t } = useTranslation();
  const language = useConsole((state) => state.settings.language);
  const clock = useFleet((picture) => picture.clock);
  const now = useSyncExternalStore(onTick, () => Math.floor(fleetTime(clock, tickMs()) / MINUTE_MS) * MINUTE_MS);
  return { t, format: formatFor(language), now };
}

/** Translator, formats and clock for sentences. */
export function useWords(): WordTools {
  const { t } = useTranslation();
  const language = useConsole((state) => state.settings.language);
  return { t, format: formatFor(language), now: useNow() };
}

export function useSound(): SoundState {
  const { sound } = useStores();
  return useSyncExternalStore(sound.subscribe, sound.state);
}
