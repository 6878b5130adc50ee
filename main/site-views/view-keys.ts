import type { ConsoleKeyPress } from '../../fleet/tunnel/window.ts';

/** A key as `before-input-event` tells it. */
export interface InputKey {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

export type ViewKey = ConsoleKeyPress | { readonly action: 'back' | 'forward' | 'reload' | 'none' };

/**
 * Keys that belong to the console although a site's page has the focus: between consoles, out of the page, page history.
 * `none`: the key does nothing (zoom, developer tools of the menu). Undefined: it is the page's.
 */
export const viewKeyOf = ({ type, key, control, shift, alt, meta }: InputKey, developer: boolean): ViewKey | undefined => {
  if (type !== 'keyDown') return undefined;
  const command = (control || meta) && !alt;
  if (key === 'F6') return { action: 'frame' };
  if (key === 'F5' && !alt) return { action: 'reload' };
  if (alt && !command && !shift) return key === 'ArrowLeft' ? { action: 'back' } : key === 'ArrowRight' ? { action: 'forward' } : undefined;
  if (!command) return key === 'F12' && !developer ? { action: 'none' } : undefined;
  if (key === 'Tab') return { action: shift ? 'previous' : 'next' };
  if (/^[1-9]$/.test(key)) return { action: 'tab', n: Number(key) };
  switch (key.toLowerCase()) {
    case 'k':
      return { action: 'palette' };
    case 'w':
      return { action: 'close' };
    case 'r':
      return { action: 'reload' };
    case '+':
    case '-':
    case '=':
    case '0':
      return { action: 'none' };
    case 'i':
      return shift && !developer ? { action: 'none' } : undefined;
    default:
      return undefined;
  }
};
