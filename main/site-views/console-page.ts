import { BrowserWindow, type Session } from 'electron';
import { canonicalHost } from '../../fleet/tunnel/allow-list.ts';
import { frigatePath } from '../../fleet/tunnel/frigate-paths.ts';
import type { SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { ConsoleProxy } from '../../fleet/tunnel/process.ts';
import { viewerFor } from '../tunnel-settings.ts';
import type { Desk, Entry } from './console-entry.ts';
import { keyOf, opened } from './console-state.ts';
import { createDownloads } from './downloads.ts';
import { signInAtFrigate } from './frigate-sign-in.ts';
import { fingerprintOf, judgeCertificate } from './site-certificate.ts';
import { linkToAsk, originOf } from './site-origin.ts';
import { openSiteSession, setProxyOf } from './site-session.ts';
import { createSiteView, type SiteView } from './site-view.ts';
import type { ViewKey } from './view-keys.ts';

/** The proxy of a console stands: its page is loaded, or goes on where it was through the new one. */
export const goThrough = async (desk: Desk, entry: Entry, proxy: ConsoleProxy): Promise<void> => {
  const same = entry.proxy?.port === proxy.port && entry.proxy.password === proxy.password;
  entry.proxy = proxy;
  const session = (entry.session ??= openSession(desk, entry));
  // The way to the site was lost and found again: connections that survived it go on.
  if (!same) await setProxyOf(session, proxy);
  if (!isCurrent(desk, entry, proxy)) return;
  if (entry.shown && entry.place === undefined) return wasOpened(desk, entry);
  await signIn(desk, entry, session, proxy);
  if (!isCurrent(desk, entry, proxy)) return;
  entry.view ??= createView(desk, entry, session);
  showPlace(entry);
};

const isCurrent = (desk: Desk, entry: Entry, proxy: ConsoleProxy): boolean => desk.isOpen(entry) && entry.proxy === proxy;

/** Loads the place that was asked for, else the console's start. */
export const showPlace = (entry: Entry): void => {
  const { console } = entry.state;
  entry.cancelReload?.();
  entry.view?.load(`${originOf(console)}${frigatePath(entry.place ?? {})}`);
  entry.place = undefined;
};

const openSession = (desk: Desk, entry: Entry): Session => {
  const { parts } = desk;
  const { key, site, console } = entry.state;
  // Site and console ids have no `:`; one partition per console, so that no cookie meets another console's.
  const name = `site:${key}`;
  const onDone = (download: Parameters<Parameters<typeof createDownloads>[1]>[0]): void => parts.record(site, console.id, download);
  return openSiteSession({
    partition: parts.settings().wipeOnClose ? name : `persist:${name}`,
    trusts: (host, pem, verified) => trusts(desk, entry, host, pem, verified),
    onDownload: createDownloads(() => titleOf(entry), onDone),
  });
};

const titleOf = ({ state: { site, siteName } }: Entry): string => (siteName === undefined ? site : `${site} ${siteName}`);

const trusts = ({ parts }: Desk, entry: Entry, host: string, pem: string, verified: boolean): boolean => {
  const at = (one: SiteConsole): boolean => canonicalHost(one.host) === canonicalHost(host);
  const { state, also } = entry;
  const consoles = [state.console, ...also].filter(at);
  const pinned = consoles.flatMap(({ sha256 }) => sha256 ?? []);
  const accepted = consoles.flatMap(({ id, sha256 }) => parts.accepted.of(keyOf(state.site, id), sha256));
  const shown = fingerprintOf(pem);
  const verdict = judgeCertificate({ shown, pinned, accepted, verified });
  if (verdict === 'trusted') return true;
  if (at(state.console)) entry.distrusted = { verdict, shown, ...(pinned[0] === undefined ? {} : { pinned: pinned[0] }) };
  return false;
};

/** Only consoles of an NVR take Frigate's passwords; an account is sent to no other. */
const signIn = async (desk: Desk, entry: Entry, session: Session, proxy: ConsoleProxy): Promise<boolean> => {
  const { site, console } = entry.state;
  const { settings, secrets, record } = desk.parts;
  const account = console.nvr === undefined ? undefined : viewerFor(settings().viewers, site);
  const password = account && (await secrets.viewerPassword(account));
  if (account === undefined || password === undefined) return false;
  const outcome = await signInAtFrigate({ session, origin: originOf(console), proxy, user: account.user, password });
  if (outcome === 'none') return false;
  record(site, console.id, { type: 'signed_in', user: account.user, outcome });
  const { signInRefused: _, ...state } = entry.state;
  desk.set(entry, { ...state, ...(outcome === 'refused' ? { signInRefused: true } : {}) });
  return outcome === 'ok';
};

/** Where Frigate sends a page whose cookie has ended. */
const FRIGATE_LOGIN_PAGE = '/login';
/** An account that is refused leads back there: it is not tried all the time. */
const SIGN_IN_EVERY_MS = 60_000;

const signInAgain = async (desk: Desk, entry: Entry): Promise<void> => {
  const { session, proxy } = entry;
  const now = performance.now();
  if (session === undefined || proxy === undefined || now < (entry.signInFromMs ?? 0)) return;
  entry.signInFromMs = now + SIGN_IN_EVERY_MS;
  if (await signIn(desk, entry, session, proxy)) showPlace(entry);
};

const createView = (desk: Desk, entry: Entry, session: Session): SiteView =>
  createSiteView({
    session,
    consoles: [entry.state.console, ...entry.also],
    developer: desk.parts.developer,
    onPage: (page) => desk.set(entry, { ...entry.state, page: { ...entry.state.page, ...page } }),
    onShown: (httpStatus, url) => {
      // The proxy's own word that it could not get there; the tunnel process says why.
      if (httpStatus === 502 || httpStatus === 504) return loadFailed(desk, entry, httpStatus, String(httpStatus));
      entry.shown = true;
      wasOpened(desk, entry);
      if (new URL(url).pathname === FRIGATE_LOGIN_PAGE) void signInAgain(desk, entry);
    },
    onFailed: (code, text) => loadFailed(desk, entry, code, text),
    onKey: (key) => pressed(desk, entry, key),
    onLink: (url) => linked(desk, entry, url),
  });

/** For the record a console is opened once, however often its way is found again. */
const wasOpened = ({ parts, set }: Desk, entry: Entry): void => {
  const now = Date.now();
  entry.failedLoads = 0;
  entry.toldFailure = false;
  if (entry.openedTs === undefined) parts.record(entry.state.site, entry.state.console.id, { type: 'opened' });
  entry.openedTs ??= now;
  if (entry.state.phase !== 'open') set(entry, opened(entry.state, now));
};

const FIRST_RELOAD_MS = 2_000;
const LONGEST_RELOAD_MS = 60_000;
const PROXY_UNREACHABLE = -130;
/** Chromium's range of errors about certificates. */
const isCertificateError = (code: number): boolean => code <= -200 && code > -300;

const loadFailed = (desk: Desk, entry: Entry, code: number, text: string): void => {
  entry.shown = false;
  const { distrusted } = entry;
  entry.cancelReload?.();
  if (isCertificateError(code) && distrusted !== undefined) {
    const { verdict, ...certificate } = distrusted;
    return desk.fail(entry, verdict === 'changed' ? 'certificate_changed' : 'certificate_invalid', { detail: text, certificate });
  }
  const waitMs = Math.min(FIRST_RELOAD_MS * 2 ** entry.failedLoads, LONGEST_RELOAD_MS);
  entry.failedLoads += 1;
  const timer = setTimeout(() => showPlace(entry), waitMs);
  entry.cancelReload = () => clearTimeout(timer);
  const why = code === PROXY_UNREACHABLE ? 'proxy_failed' : 'site_does_not_answer';
  desk.fail(entry, why, { detail: text, nextTryTs: Date.now() + waitMs });
};

/** One question at a time: what the operator reads must be what opens, and a page could change it under the click. */
const linked = ({ set }: Desk, entry: Entry, url: string): void => {
  const link = linkToAsk(url);
  if (link === undefined || entry.state.page.link !== undefined) return;
  set(entry, { ...entry.state, page: { ...entry.state.page, link } });
};

const pressed = ({ parts, close }: Desk, entry: Entry, key: ViewKey): void => {
  const { view, own, state } = entry;
  const window = own ?? parts.mainWindow();
  if (view === undefined || window === undefined) return;
  switch (key.action) {
    case 'back':
      return view.contents.navigationHistory.goBack();
    case 'forward':
      return view.contents.navigationHistory.goForward();
    case 'reload':
      return view.reload();
    case 'none':
      return;
    case 'close':
      return void close(state.key);
    default:
      // The frame answers with what has the focus next.
      window.webContents.focus();
      parts.onKey(window, key);
  }
};

/** The window that a message came from, if it is the one that this console stands in. */
export const hostOf = ({ parts }: Desk, entry: Entry, sender: Electron.WebContents): BrowserWindow | undefined => {
  const window = BrowserWindow.fromWebContents(sender);
  return window !== null && window === (entry.own ?? parts.mainWindow()) ? window : undefined;
};
