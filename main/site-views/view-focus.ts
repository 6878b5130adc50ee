import type { BrowserWindow, WebContents } from 'electron';

export interface ViewFocus {
  /** The operator gives the page the keyboard, by a key or a button of the console. */
  readonly give: () => void;
  /** The page is out of sight. */
  readonly take: () => void;
  /** False while a page has the keyboard that nobody gave it. */
  readonly isGiven: () => boolean;
}

/**
 * Chromium gives the keyboard to every page that navigates: one that does so all the time would read what the operator types
 * elsewhere, passwords too. Only a click into the page, or the console's own keys, give it; what was taken goes back to the
 * window's own page.
 */
export const guardFocus = (contents: WebContents, owner: () => BrowserWindow | undefined): ViewFocus => {
  let given = false;
  const handBack = (): void => {
    const window = owner();
    if (given || window === undefined || window.isDestroyed() || contents.isDestroyed()) return;
    if (contents.isFocused()) window.webContents.focus();
  };
  contents.on('input-event', (_event, { type }) => {
    // A page cannot make such an event; only keys are typed, and they come after the focus.
    if (type === 'mouseDown' || type === 'touchStart' || type === 'gestureTap') given = true;
  });
  // The click that gives the focus is told right after it.
  contents.on('focus', () => setImmediate(handBack));
  const notice = (): void => {
    const window = owner();
    if (window === undefined || window.isDestroyed() || contents.isDestroyed()) return;
    // A window that comes back to the front goes on where it was.
    if (window.isFocused() && !contents.isFocused()) given = false;
  };
  contents.on('blur', () => setImmediate(notice));
  return {
    give: () => {
      given = true;
      contents.focus();
    },
    take: () => {
      given = false;
      handBack();
    },
    isGiven: () => given,
  };
};
