import { useSyncExternalStore } from 'react';

/** Room for the selected site beside map and panels; as in frame.css. */
const wide = matchMedia('(min-width: 2800px)');

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
}

export const useWide = (): boolean => useSyncExternalStore(subscribe, () => wide.matches);
