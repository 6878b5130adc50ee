import { useSyncExternalStore } from 'react';

/** Screens that exist, with their number keys; the rail lists them in this order. */
export const SCREENS = [
  { screen: 'overview', key: '1' },
  { screen: 'site', key: '3' },
  { screen: 'settings', key: '8' },
] as const;
export type Screen = (typeof SCREENS)[number]['screen'];

/** Parts of the settings screen, in the order of its tabs. */
export const SETTINGS_TABS = ['hubs', 'rules', 'sounds', 'appearance', 'tunnel', 'prepare', 'transfer', 'diagnostics'] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

const listeners = new Set<() => void>();
let current: Screen = 'overview';
let currentTab: SettingsTab = 'hubs';

export const screenNow = (): Screen => current;

export function showScreen(screen: Screen): void {
  if (screen === current) return;
  current = screen;
  for (const listener of listeners) listener();
}

export function showSettingsTab(tab: SettingsTab): void {
  if (current === 'settings' && tab === currentTab) return;
  current = 'settings';
  currentTab = tab;
  for (const listener of listeners) listener();
}

export function onScreen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The screen on show. */
export const useScreen = (): Screen => useSyncExternalStore(onScreen, screenNow);

/** The part of the settings on show; kept while another screen is. */
export const useSettingsTab = (): SettingsTab => useSyncExternalStore(onScreen, () => currentTab);

/** The screen of a bare number key; none while the operator types or holds a modifier. */
export function screenOfKey(event: KeyboardEvent): Screen | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  const target = event.target;
  if (target instanceof Element && target.closest('input, textarea, select, [role="dialog"]')) return undefined;
  return SCREENS.find(({ key }) => key === event.key)?.screen;
}
