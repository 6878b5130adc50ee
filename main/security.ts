import type { App, Session, WebContents } from 'electron';
import { APP_SCHEME, START_PAGE } from './app-protocol.ts';

/*
 * What the window may not do. Each line is asserted at run time by e2e/checklist.spec.ts. All of it must stand before
 * the first page loads.
 */

/** Before Electron is ready. Unguarded, a start as root with `--no-sandbox` (tests, containers) would show no window. */
export const applySwitches = (app: App): void => {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
};

/** Every session and every page, also those that later code makes. */
export const guardApp = (app: App): void => {
  app.on('session-created', guardSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  // Without it Chromium would send the first certificate that fits.
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    answer();
  });
};

/** Events may name a session twice. */
const guarded = new WeakSet<Session>();

/**
 * No permission, no download, no request but to the app's own files. The spell checker fetches dictionaries from the
 * internet unless its languages are emptied in the tick in which the session appears.
 */
export const guardSession = (session: Session): void => {
  if (guarded.has(session)) return;
  guarded.add(session);
  session.setSpellCheckerLanguages([]);
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !isLocal(request.url) }));
  // Whatever passes by the filter (preconnect, prefetch of names) finds a proxy that nobody runs.
  void session.setProxy({ mode: 'fixed_servers', proxyRules: '127.0.0.1:1', proxyBypassRules: '<-loopback>' });
};

const LOCAL_PROTOCOLS = new Set([`${APP_SCHEME}:`, 'devtools:', 'data:', 'blob:']);

const isLocal = (url: string): boolean => LOCAL_PROTOCOLS.has(url.slice(0, url.indexOf(':') + 1));

/** Sessions of sites' consoles; site-views/ opens in them exactly one way and guards their pages itself. */
const sites = new WeakSet<Session>();

/** To be called before a page of the session is made. All that `guardSession` closed is still closed then. */
export const markSiteSession = (session: Session): void => void sites.add(session);

/** No navigation but a reload, no window, no embedded page. */
const guardContents = (contents: WebContents): void => {
  if (sites.has(contents.session)) return;
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== START_PAGE) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
};
