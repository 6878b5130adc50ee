import { WebContentsView, type BrowserWindow, type Session, type WebContents } from 'electron';
import type { OpenConsole, SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { ViewBounds } from '../../fleet/tunnel/window.ts';
import { FRAME_TOP, placeView } from './placement.ts';
import { guardSitePage } from './site-guard.ts';
import { guardFocus } from './view-focus.ts';
import { viewKeyOf, type ViewKey } from './view-keys.ts';

export interface SiteViewParts {
  readonly session: Session;
  readonly consoles: readonly SiteConsole[];
  /** False in a release: no developer tools for pages of sites. */
  readonly developer: boolean;
  readonly onPage: (page: Partial<OpenConsole['page']>) => void;
  /** The main frame shows a document of the site. */
  readonly onShown: (httpStatus: number, url: string) => void;
  /** Chromium's net error of the main frame, e.g. -130 and ERR_PROXY_CONNECTION_FAILED. */
  readonly onFailed: (code: number, text: string) => void;
  readonly onKey: (key: ViewKey) => void;
  readonly onLink: (url: string) => void;
}

/** One site's page in a sandbox of its own. It is shown only where `place` put it, in the window it was given to. */
export interface SiteView {
  readonly contents: WebContents;
  readonly load: (url: string) => void;
  /** Also brings back a page that hangs or crashed. */
  readonly reload: () => void;
  readonly place: (window: BrowserWindow, own: boolean, bounds: ViewBounds | 'hidden') => void;
  readonly hide: () => void;
  /** The keyboard is the page's from here on. */
  readonly focus: () => void;
  readonly close: () => void;
}

/**
 * What would stand outside the view or ask without the site's name: floating windows, the system's file pickers, security keys.
 */
const NO_FEATURES = ['DocumentPictureInPictureAPI', 'FileSystemAccessLocal', 'WebAuth', 'PaymentRequest'];

/** Electron 36 and later need no other guard of the keyboard than this; earlier ones do not know it. */
const NO_FOCUS = { focusOnNavigation: false };

const preferencesOf = ({ session, developer }: SiteViewParts): Electron.WebPreferences => ({
  session,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // alert() and its like would be dialogs of the console's own window without the site's name.
  disableDialogs: true,
  disableHtmlFullscreenWindowResize: true,
  disableBlinkFeatures: NO_FEATURES.join(),
  ...NO_FOCUS,
  devTools: developer,
});

export const createSiteView = (parts: SiteViewParts): SiteView => {
  const view = new WebContentsView({ webPreferences: preferencesOf(parts) });
  const contents = view.webContents;
  let owner: BrowserWindow | undefined;
  const hangs = watchHang(contents);
  view.setVisible(false);
  void contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
  guardSitePage(contents, parts);
  const focus = guardFocus(contents, () => owner);
  hear(contents, parts, focus.isGiven);

  const hide = (): void => {
    view.setVisible(false);
    focus.take();
  };
  return {
    contents,
    load: (url) => void contents.loadURL(url).catch(() => undefined),
    reload: () => {
      if (!hangs()) return contents.reload();
      // A process that hangs would never let go of its page; until it is gone, a reload would end with it.
      contents.once('render-process-gone', () => setImmediate(() => contents.isDestroyed() || contents.reload()));
      contents.forcefullyCrashRenderer();
    },
    place: (window, own, bounds) => {
      if (window !== owner) {
        if (owner !== undefined && !owner.isDestroyed()) owner.contentView.removeChildView(view);
        window.contentView.addChildView(view);
        owner = window;
      }
      const [width = 0, height = 0] = window.getContentSize();
      const zoom = window.webContents.getZoomFactor();
      const top = own ? FRAME_TOP.own : FRAME_TOP.main;
      const place = bounds === 'hidden' ? undefined : placeView(bounds, { width, height }, zoom, top);
      if (place === undefined) return hide();
      view.setBounds(place);
      view.setVisible(true);
    },
    hide,
    focus: focus.give,
    close: () => {
      if (owner !== undefined && !owner.isDestroyed()) owner.contentView.removeChildView(view);
      if (!contents.isDestroyed()) contents.close({ waitForBeforeUnload: false });
    },
  };
};

const watchHang = (contents: WebContents): (() => boolean) => {
  let hung = false;
  contents.on('unresponsive', () => (hung = true));
  contents.on('responsive', () => (hung = false));
  contents.on('render-process-gone', () => (hung = false));
  return () => hung;
};

/** Net errors that are no failure: a navigation that another one replaced. */
const ABORTED = -3;
const LONGEST_TITLE = 200;

const hear = (contents: WebContents, { onPage, onShown, onFailed, onKey, developer }: SiteViewParts, hasKeyboard: () => boolean): void => {
  const tell = (page: Partial<OpenConsole['page']>): void =>
    onPage({
      canGoBack: contents.navigationHistory.canGoBack(),
      canGoForward: contents.navigationHistory.canGoForward(),
      ...page,
    });
  contents.on('did-start-loading', () => tell({ state: 'loading' }));
  contents.on('did-stop-loading', () => !contents.isCrashed() && tell({ state: 'shown' }));
  contents.on('did-navigate', (_event, url, httpStatus) => onShown(httpStatus, url));
  contents.on('did-navigate-in-page', () => tell({}));
  contents.on('did-fail-load', (_event, code, text, _url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) onFailed(code, text);
  });
  contents.on('page-title-updated', (_event, title) => tell({ title: plainText(title) }));
  contents.on('unresponsive', () => tell({ state: 'hung' }));
  contents.on('responsive', () => tell({ state: 'shown' }));
  contents.on('render-process-gone', (_event, { reason }) => reason === 'clean-exit' || tell({ state: 'crashed' }));
  contents.on('before-input-event', (event, input) => {
    const key = viewKeyOf(input, developer);
    if (key === undefined && hasKeyboard()) return;
    event.preventDefault();
    if (key !== undefined) onKey(key);
  });
};

/** A site's own words: one line, without what could turn the text around it. */
const plainText = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .slice(0, LONGEST_TITLE);
