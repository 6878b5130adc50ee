import { useEffect } from 'react';

/** `wanted` takes the focus while its dialog stands; closing gives it back to where it was. */
export function useModalFocus(wanted: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement;
    wanted.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [wanted]);
}
