import type { BrowserWindow, Session } from 'electron';
import type { SiteConsoles } from '../../fleet/ipc.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { ConsoleKey, OpenConsole, SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { ConsoleProxy, TunnelControl } from '../../fleet/tunnel/process.ts';
import type { ConsoleKeyPress, ConsolePlace, ConsoleRecordEvent, TunnelSettings } from '../../fleet/tunnel/window.ts';
import type { TunnelSecrets } from '../tunnel-secrets.ts';
import type { AcceptedCertificates } from './accepted-certificates.ts';
import type { SiteView } from './site-view.ts';

/** One console from the click until it is closed. */
export interface Entry {
  state: OpenConsole;
  /** The site's other consoles, which its pages may reach too. */
  also: readonly SiteConsole[];
  /** Asked for and not shown yet. */
  place: ConsolePlace | undefined;
  session?: Session;
  view?: SiteView;
  proxy?: ConsoleProxy;
  /** The view shows a document of the site, not an error. */
  shown: boolean;
  /** Since when it is open; for the record. */
  openedTs?: number;
  /** Loads of the page that failed in a row, and the next one. */
  failedLoads: number;
  cancelReload?: () => void;
  /** The record has the failure of this try. */
  toldFailure: boolean;
  /** Its window, where it does not stand in the main one. */
  own?: BrowserWindow;
  /** Monotonic ms from which Frigate's own sign-in page is answered again. */
  signInFromMs?: number;
  /** Chromium was told not to believe this. */
  distrusted?: { readonly verdict: 'changed' | 'invalid'; readonly pinned?: string; readonly shown: string };
}

export interface SiteConsolesParts {
  /** Asks the engine. */
  readonly consolesOf: (site: SiteId) => Promise<SiteConsoles | undefined>;
  /** The fleet's clock at a moment of this computer's, both epoch ms: the demo's runs faster. */
  readonly fleetTimeAt: (ms: number) => number;
  /** Starts the client where it does not run. */
  readonly tunnel: (control: TunnelControl) => void;
  readonly settings: () => TunnelSettings;
  readonly secrets: TunnelSecrets;
  readonly accepted: AcceptedCertificates;
  readonly record: (site: SiteId, console: string, what: ConsoleRecordEvent) => void;
  readonly mainWindow: () => BrowserWindow | undefined;
  /** A window with the frame of one console; main's code puts the page into it. */
  readonly openWindow: (key: ConsoleKey, title: string) => BrowserWindow;
  readonly openInBrowser: (url: string) => void;
  readonly developer: boolean;
  readonly onChange: (consoles: readonly OpenConsole[]) => void;
  readonly onKey: (window: BrowserWindow, press: ConsoleKeyPress) => void;
}

/** What the parts of this folder need of the list of open consoles. */
export interface Desk {
  readonly parts: SiteConsolesParts;
  /** Replaces what the window is told and tells it. */
  readonly set: (entry: Entry, state: OpenConsole) => void;
  readonly fail: (entry: Entry, ...failure: FailureArgs) => void;
  readonly close: (key: ConsoleKey) => Promise<void>;
  /** False once it was closed: what arrives late changes nothing. */
  readonly isOpen: (entry: Entry) => boolean;
}

type Failure = NonNullable<OpenConsole['failure']>;
export type FailureArgs = [code: Failure['code'], more?: Pick<Failure, 'detail' | 'certificate' | 'offlineSinceTs' | 'nextTryTs'>];
