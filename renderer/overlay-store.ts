import { useSyncExternalStore } from 'react';

/**
 * What stands over the whole console at a key: the command palette, the list of keys, the saved views, the ignored
 * sites. */
export type Overlay = 'palette' | 'keys' | 'views' | 'ignored';

const listeners = new Set<() => void>();
let open: Overlay | undefined;

export function showOverlay(overlay: Overlay | undefined): void {
  if (overlay === open) return;
  open = overlay;
  for (const listener of listeners) listener();
}

function onOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useOverlay = (): Overlay | undefined => useSyncExternalStore(onOverlay, () => open);

/** The overlay that a key press asks for; none over another dialog, `?` none while the operator types. */
export function overlayOfKey(event: KeyboardEvent): Overlay | undefined {
  if (event.altKey || event.defaultPrevented || document.querySelector('[aria-modal="true"]') !== null) return undefined;
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.shiftKey && event.key.toLowerCase() === 'k') return 'palette';
  const typing = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
  return event.key === '?' && !command && !typing ? 'keys' : undefined;
}

/** As the keyboard before the operator names it. */
export const PALETTE_KEY = /Mac/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';
