import { useSyncExternalStore } from 'react';
import type { TunnelState } from './tunnel-store.ts';
import { useStores } from './use-fleet.ts';

/** A part of the state; draws again only when `select` answers something else. */
export function useTunnel<T>(select: (state: TunnelState) => T): T {
  const { tunnel } = useStores();
  return useSyncExternalStore(tunnel.subscribe, () => select(tunnel.state()));
}
