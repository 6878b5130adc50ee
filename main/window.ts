import { BrowserWindow, nativeTheme } from 'electron';
import type { Theme } from '../fleet/ipc.ts';
import type { ConsoleKey } from '../fleet/tunnel/opening.ts';
import { START_PAGE } from './app-protocol.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly theme: Theme;
  readonly title: string;
  /** A window of its own for one console of a site. */
  readonly console?: ConsoleKey;
}

/** `--bg` of the design tokens: the window is never white before its first paint. */
const BACKGROUND = { dark: '#14171a', light: '#e6e8ea' } as const satisfies Record<Theme, string>;

/** Shows the console's window at once and loads the page into it; waits for nothing. */
export const openWindow = (options: WindowOptions): BrowserWindow => {
  nativeTheme.themeSource = options.theme;
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 560,
    title: options.title,
    backgroundColor: BACKGROUND[options.theme],
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A wall or a covered window must go on drawing and acknowledging frames.
      backgroundThrottling: false,
    },
  });
  const page = options.console === undefined ? START_PAGE : `${START_PAGE}?console=${encodeURIComponent(options.console)}`;
  // Its title says whose console it is; the page in it is that of every window.
  if (options.console !== undefined) window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(page);
  reloadAfterCrash(window, page);
  return window;
};

const RELOAD_AFTER_MS = 1_000;

/** A page that died comes back by itself: nobody may sit before a wall for a while and see that it is blank. */
const reloadAfterCrash = (window: BrowserWindow, page: string): void => {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    setTimeout(() => {
      if (!window.isDestroyed()) void window.loadURL(page);
    }, RELOAD_AFTER_MS);
  });
};

/** Brings the window to the front: a second start of the same profile ends here. */
export const raiseWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

export const applyTheme = (window: BrowserWindow, theme: Theme): void => {
  nativeTheme.themeSource = theme;
  window.setBackgroundColor(BACKGROUND[theme]);
};
