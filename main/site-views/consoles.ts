import type { AuthInfo, WebContents } from 'electron';
import type { SiteId } from '../../fleet/ids.ts';
import type { ConsoleKey, OpenConsole, SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { ConsoleFailed, ConsoleProxy, TunnelNotice } from '../../fleet/tunnel/process.ts';
import type { ConsoleCommand, OpenConsoleArgs, ViewBounds } from '../../fleet/tunnel/window.ts';
import { calmly } from './calmly.ts';
import type { Desk, Entry, FailureArgs, SiteConsolesParts } from './console-entry.ts';
import { hostOf, showPlace, goThrough } from './console-page.ts';
import { atStep, failed, keyOf, startOpening, withFigures } from './console-state.ts';
import { closeProxy, wipeSession } from './site-session.ts';

/** All consoles that are open or being opened. */
export interface SiteConsoles {
  readonly all: () => readonly OpenConsole[];
  readonly open: (args: OpenConsoleArgs) => Promise<ConsoleKey>;
  readonly close: (key: ConsoleKey) => Promise<void>;
  readonly command: (key: ConsoleKey, command: ConsoleCommand) => void;
  readonly place: (sender: WebContents, key: ConsoleKey, bounds: ViewBounds | 'hidden') => void;
  /** True where the certificate that the site shows now is believed from here on. */
  readonly acceptCertificate: (key: ConsoleKey, shown: string, typed: string) => boolean;
  /** Of the tunnel process. */
  readonly hear: (notice: TunnelNotice) => void;
  /** The tunnel process is gone with all proxies; a new one is asked for all of them. */
  readonly tunnelLost: () => void;
  readonly tunnelBack: () => void;
  /** No page stands in a window whose frame is not there. */
  readonly hideIn: (window: WebContents) => void;
  /** True where it was the question of a console's own proxy. */
  readonly signIn: (contents: WebContents | null | undefined, asked: AuthInfo, answer: (user: string, password: string) => void) => boolean;
  /** Everything closes; settles when the record is told. */
  readonly stop: () => Promise<void>;
}

/** As many pages as an operator can follow and this computer carries. */
const MOST_OPEN = 8;
/** Stands for a console that nobody could name. */
const UNNAMED: SiteConsole = { id: '-', host: '', port: 0, scheme: 'https' };

export const createSiteConsoles = (parts: SiteConsolesParts): SiteConsoles => {
  const entries = new Map<ConsoleKey, Entry>();
  const all = (): readonly OpenConsole[] => [...entries.values()].map(({ state }) => state);
  const tell = calmly(() => parts.onChange(all()));
  const isOpen = (entry: Entry): boolean => entries.get(entry.state.key) === entry;
  const set = (entry: Entry, state: OpenConsole): void => {
    if (!isOpen(entry)) return;
    entry.state = state;
    tell();
  };

  const fail = (entry: Entry, ...[code, more]: FailureArgs): void => {
    if (!isOpen(entry) || entry.state.phase === 'closing') return;
    if (!entry.toldFailure) parts.record(entry.state.site, entry.state.console.id, { type: 'failed', code });
    entry.toldFailure = true;
    set(entry, failed(entry.state, code, Date.now(), more));
  };

  const close = async (key: ConsoleKey): Promise<void> => {
    const entry = entries.get(key);
    if (entry === undefined || entry.state.phase === 'closing') return;
    set(entry, { ...entry.state, phase: 'closing' });
    await end(parts, entry);
    entries.delete(key);
    tell();
  };

  const desk: Desk = { parts, set, fail, close, isOpen };
  return {
    all,
    open: (args) => open(desk, entries, args),
    close,
    command: (key, command) => run(desk, entries.get(key), command),
    place: (sender, key, bounds) => {
      const entry = entries.get(key);
      const window = entry && hostOf(desk, entry, sender);
      if (window !== undefined) entry?.view?.place(window, entry.own !== undefined, mayShow(entry) ? bounds : 'hidden');
    },
    acceptCertificate: (key, shown, typed) => {
      const entry = entries.get(key);
      return entry !== undefined && accept(desk, entry, shown, typed);
    },
    hear: (notice) => hear(desk, entries, notice),
    tunnelLost: () => {
      for (const entry of entries.values()) if (entry.state.phase !== 'closing') set(entry, atStep(entry.state, 'join', Date.now()));
    },
    tunnelBack: () => {
      for (const entry of entries.values()) void retry(desk, entry);
    },
    hideIn: (window) => {
      for (const entry of entries.values()) if ((entry.own ?? parts.mainWindow())?.webContents === window) entry.view?.hide();
    },
    signIn: (contents, asked, answer) => {
      const entry = [...entries.values()].find(({ session }) => session !== undefined && session === contents?.session);
      return entry?.proxy !== undefined && signInAtProxy(entry.proxy, asked, answer);
    },
    stop: async () => void (await Promise.all([...entries.keys()].map(close))),
  };
};

/** Credentials are for that proxy only; requests without a page (`contents` unknown) never get any. */
const signInAtProxy = (proxy: ConsoleProxy, asked: AuthInfo, answer: (user: string, password: string) => void): boolean => {
  if (!asked.isProxy || asked.host !== '127.0.0.1' || asked.port !== proxy.port) return false;
  answer(proxy.user, proxy.password);
  return true;
};

/** While the console itself has something to say, it stands there and not the page. */
const mayShow = ({ state, shown }: Entry): boolean => shown && (state.phase === 'open' || state.phase === 'stalled');

const open = async (desk: Desk, entries: Map<ConsoleKey, Entry>, args: OpenConsoleArgs): Promise<ConsoleKey> => {
  const { site, console: wanted, place } = args;
  const told = await desk.parts.consolesOf(site);
  const consoles = told?.consoles ?? [];
  const console = wanted === undefined ? consoles[0] : consoles.find(({ id }) => id === wanted);
  const key = keyOf(site, console?.id ?? wanted ?? UNNAMED.id);
  const before = entries.get(key);
  if (before !== undefined && before.state.phase !== 'closing') {
    goOn(desk, before, place);
    return key;
  }
  const state = startOpening(site, console ?? { ...UNNAMED, id: wanted ?? UNNAMED.id }, told?.name);
  const entry: Entry = { state, also: othersOf(consoles, console), place, shown: false, failedLoads: 0, toldFailure: false };
  const full = entries.size >= MOST_OPEN;
  entries.set(key, entry);
  desk.set(entry, state);
  if (full) desk.fail(entry, 'too_many_open');
  else if (console === undefined) desk.fail(entry, 'no_console', told === undefined ? { detail: 'engine' } : {});
  else askForWay(desk, entry);
  return key;
};

const othersOf = (consoles: readonly SiteConsole[], console: SiteConsole | undefined): readonly SiteConsole[] =>
  consoles.filter((one) => one !== console);

/** Asked for again: a new place is shown, a failure is tried again. */
const goOn = (desk: Desk, entry: Entry, place: OpenConsoleArgs['place']): void => {
  entry.place = place ?? entry.place;
  if (entry.state.phase === 'failed') void retry(desk, entry);
  else if (place !== undefined && entry.shown) showPlace(entry);
  (entry.own ?? desk.parts.mainWindow())?.show();
};

/** The tunnel process believes what was accepted by hand like what the site pinned. */
const askForWay = ({ parts }: Desk, { state: { key, site, console }, also }: Entry): void => {
  const believed = (one: SiteConsole): SiteConsole => {
    const [sha256 = one.sha256] = parts.accepted.of(keyOf(site, one.id), one.sha256);
    return sha256 === undefined ? one : { ...one, sha256 };
  };
  parts.tunnel({ type: 'open', key, site, console: believed(console), also: also.map(believed) });
};

/** The site may have named other hosts since: the engine is asked again. */
const retry = async (desk: Desk, entry: Entry): Promise<void> => {
  entry.cancelReload?.();
  const { site, console } = entry.state;
  if (!desk.isOpen(entry) || entry.state.phase === 'closing') return;
  const told = await desk.parts.consolesOf(site as SiteId);
  const consoles = told?.consoles ?? [];
  const now = console.id === UNNAMED.id ? consoles[0] : consoles.find(({ id }) => id === console.id);
  if (!desk.isOpen(entry)) return;
  if (told !== undefined && now === undefined) return desk.fail(entry, 'no_console');
  const { failure: _, ...rest } = entry.state;
  if (now !== undefined) entry.also = othersOf(consoles, now);
  desk.set(entry, { ...rest, phase: 'opening', steps: [], ...(now === undefined ? {} : { console: { ...now, id: console.id } }) });
  askForWay(desk, entry);
};

const hear = (desk: Desk, entries: Map<ConsoleKey, Entry>, notice: TunnelNotice): void => {
  if (notice.type === 'status' || notice.type === 'stopped') return;
  const entry = entries.get(notice.key);
  if (entry === undefined || entry.state.phase === 'closing') return;
  switch (notice.type) {
    case 'step':
      return desk.set(entry, atStep(entry.state, notice.step, Date.now()));
    case 'console-ready':
      desk.set(entry, atStep(entry.state, 'open', Date.now()));
      return void goThrough(desk, entry, notice.proxy).catch((error: unknown) =>
        desk.fail(entry, 'proxy_failed', { detail: error instanceof Error ? error.message : String(error) }),
      );
    case 'console-failed':
      return void failedThere(desk, entry, notice);
    case 'console-figures':
      return desk.set(entry, withFigures(entry.state, notice));
    default:
      notice satisfies never;
  }
};

/** The hub may know since when the site is silent, while the tailnet only knows that it is not there. */
const failedThere = async (desk: Desk, entry: Entry, notice: ConsoleFailed): Promise<void> => {
  const { code, detail, certificate } = notice;
  const silent = code === 'site_does_not_answer' || code === 'site_not_in_tailnet' || code === 'site_offline';
  const before = entry.state;
  const known = silent ? (await desk.parts.consolesOf(before.site))?.offlineSinceTs : undefined;
  const { offlineSinceTs: seenTs } = notice;
  const offlineSinceTs = known ?? (seenTs && desk.parts.fleetTimeAt(seenTs));
  // The way may have been found while the engine was asked.
  if (entry.state !== before && entry.state.phase !== before.phase) return;
  desk.fail(entry, code, {
    ...(detail === undefined ? {} : { detail }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(offlineSinceTs === undefined ? {} : { offlineSinceTs }),
  });
};

const run = (desk: Desk, entry: Entry | undefined, command: ConsoleCommand): void => {
  if (entry === undefined) return;
  const { view, state } = entry;
  const { link, ...page } = state.page;
  switch (command) {
    case 'back':
      return view?.contents.navigationHistory.goBack();
    case 'forward':
      return view?.contents.navigationHistory.goForward();
    case 'reload':
      return view?.reload();
    case 'focus':
      return view?.focus();
    case 'retry':
      return void retry(desk, entry);
    case 'open-link':
      if (link !== undefined) desk.parts.openInBrowser(link);
      return desk.set(entry, { ...state, page });
    case 'drop-link':
      return desk.set(entry, { ...state, page });
    case 'own-window':
      return toOwnWindow(desk, entry);
    case 'main-window':
      return toMainWindow(desk, entry);
    default:
      command satisfies never;
  }
};

const toOwnWindow = (desk: Desk, entry: Entry): void => {
  if (entry.own !== undefined) return entry.own.focus();
  const { key, site, siteName } = entry.state;
  entry.view?.hide();
  const window = desk.parts.openWindow(key, siteName === undefined ? site : `${site} ${siteName}`);
  entry.own = window;
  window.once('closed', () => {
    if (entry.own === window) void desk.close(key);
  });
  desk.set(entry, { ...entry.state, ownWindow: true });
};

const toMainWindow = (desk: Desk, entry: Entry): void => {
  const { own } = entry;
  delete entry.own;
  // The page must leave the window before it ends with it.
  const main = desk.parts.mainWindow();
  if (main !== undefined) entry.view?.place(main, false, 'hidden');
  own?.close();
  desk.set(entry, { ...entry.state, ownWindow: false });
  main?.show();
};

const accept = (desk: Desk, entry: Entry, shown: string, typed: string): boolean => {
  const { site, console, failure, key } = entry.state;
  const certificate = failure?.certificate;
  if (certificate?.shown !== shown || typed !== site) return false;
  desk.parts.accepted.accept(key, { sha256: shown, ...(console.sha256 === undefined ? {} : { pinned: console.sha256 }) });
  desk.parts.record(site, console.id, { type: 'certificate', accepted: shown, ...(certificate.pinned === undefined ? {} : { pinned: certificate.pinned }) });
  delete entry.distrusted;
  void retry(desk, entry);
  return true;
};

const end = async (parts: SiteConsolesParts, entry: Entry): Promise<void> => {
  const { state, session, openedTs, own } = entry;
  entry.cancelReload?.();
  entry.view?.close();
  delete entry.own;
  if (own !== undefined && !own.isDestroyed()) own.close();
  parts.tunnel({ type: 'close', key: state.key });
  if (openedTs !== undefined) {
    const openMs = Date.now() - openedTs;
    parts.record(state.site, state.console.id, { type: 'closed', openMs, ...state.transfer, refused: state.refused });
  }
  if (session === undefined) return;
  await closeProxy(session);
  if (parts.settings().wipeOnClose) await wipeSession(session);
};
