import { session as electronSession, type Session } from 'electron';
import type { ConsoleProxy } from '../../fleet/tunnel/process.ts';
import { markSiteSession } from '../security.ts';
import { fencedDocument, isServiceWorkerScript } from './document-headers.ts';

/*
 * Storage and network of one site's console. A new session is closed by security.ts: no permission, no request, a proxy
 * that nobody runs. Here one way is opened: by http and WebSocket, through the console's own proxy, to nothing else.
 */

/** What Chromium's verifier wants to hear. */
const [TRUSTED, REFUSED] = [0, -2] as const;

/** What a page may ask for; where it leads is decided by the proxy's list. */
const SCHEMES = new Set(['http:', 'https:', 'ws:', 'wss:', 'data:', 'blob:']);

export interface SiteSessionOptions {
  /** Without `persist:` it is kept in memory only. */
  readonly partition: string;
  /** Chromium's question whether it may believe a certificate; `verified` is its own opinion. */
  readonly trusts: (host: string, pem: string, verified: boolean) => boolean;
  readonly onDownload: (item: Electron.DownloadItem) => void;
}

/** The same partition answers the same session. No page may be loaded before `setProxyOf` settled. */
export const openSiteSession = (options: SiteSessionOptions): Session => {
  const session = electronSession.fromPartition(options.partition);
  markSiteSession(session);
  session.setSpellCheckerLanguages([]);
  // A page may fill its own view; the window itself does not follow (`disableHtmlFullscreenWindowResize`).
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'fullscreen'));
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !SCHEMES.has(schemeOf(request.url)) }));
  session.webRequest.onBeforeSendHeaders(({ requestHeaders }, answer) => answer({ cancel: isServiceWorkerScript(requestHeaders) }));
  session.webRequest.onHeadersReceived({ urls: ['<all_urls>'], types: ['mainFrame', 'subFrame'] }, ({ responseHeaders }, answer) =>
    answer({ responseHeaders: fencedDocument(responseHeaders) }),
  );
  session.setCertificateVerifyProc(({ hostname, certificate, errorCode }, answer) =>
    answer(options.trusts(hostname, certificate.data, errorCode === 0) ? TRUSTED : REFUSED),
  );
  session.removeAllListeners('will-download');
  session.on('will-download', (_event, item) => options.onDownload(item));
  return session;
};

const schemeOf = (url: string): string => url.slice(0, url.indexOf(':') + 1);

/** Settles when nothing can go another way any more. A tunnel that is down means an error, never the open network. */
export const setProxyOf = async (session: Session, proxy: Pick<ConsoleProxy, 'port'>): Promise<void> => {
  const proxyRules = `http://127.0.0.1:${proxy.port}`;
  // Without `<-loopback>` Chromium would go to this computer's own addresses directly.
  await session.setProxy({ mode: 'fixed_servers', proxyRules, proxyBypassRules: '<-loopback>' });
  // Credentials and connections of the proxy before.
  await Promise.all([session.clearAuthCache(), session.closeAllConnections()]);
};

/** Nobody listens on port 1. */
export const closeProxy = (session: Session): Promise<void> => setProxyOf(session, { port: 1 });

/** Everything that pages of the site left behind. */
export const wipeSession = async (session: Session): Promise<void> => {
  await Promise.all([
    session.clearStorageData(),
    session.clearCache(),
    session.clearAuthCache(),
    session.clearHostResolverCache(),
    session.clearCodeCaches({}),
  ]);
  session.flushStorageData();
};
