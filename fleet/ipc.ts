import type { FleetDelta, FleetTables } from './delta.ts';
import type { AdoptionChoice } from './desk/adoption.ts';
import type { RuleDraft } from './desk/rule-draft.ts';
import type { EngineDiagnostics, QuarantineSample } from './engine-diagnostics.ts';
import type { SiteId } from './ids.ts';
import type { HubId } from './model/hub.ts';
import type { HubTest } from './model/hub-test.ts';
import type { SiteConsole } from './tunnel/opening.ts';
import type { ConsoleInvokes, ConsoleNotices, TunnelSettings } from './tunnel/window.ts';
import type { SavedView, TableColumn } from './saved-view.ts';
import type { StatusSlot } from './status-series.ts';
import type { PrepareInvokes } from './prepare-site.ts';
import type { SoundSettings } from './sound-settings.ts';
import type { StateKind } from './wire/catalogue.ts';
import type { DeskRule } from './wire/desk-rule.ts';

/*
 * Every message between the console's processes, once. Direction shows in the name:
 *   main → engine      EngineConfig (first message), EngineControl
 *   engine → window    EngineFrame over a MessagePort that main hands over and then forgets
 *   window → engine    WindowFrame over the same port
 *   window → main      MainInvokes (invoke), answered or thrown
 *   main → window      MainNotices (send)
 */

/** One hub to connect to. Secrets come from keychain or environment, never from a command line or file. */
export interface HubConfig {
  readonly id: HubId;
  readonly name: string;
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  /** PEM texts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** HTTP proxy by CONNECT; `url` is `http://host:port`. */
  readonly proxy?: { readonly url: string; readonly user?: string; readonly password?: string };
}

export interface ClockConfig {
  /** 1–60; 1 is real time. */
  readonly speed: number;
  /** Epoch ms (real) from which the fleet clock runs at `speed`; shared by engine and simulator. */
  readonly baseMs: number;
}

/** First message to the engine. `showAllAsAdopted`: `--hub` with an empty profile (contract §6 "Adoption"). */
export interface EngineConfig {
  readonly dataDir: string;
  readonly consoleId: string;
  readonly hubs: readonly HubConfig[];
  readonly clock: ClockConfig;
  readonly showAllAsAdopted: boolean;
}

/** Later messages from main to the engine. A `port` control carries the window's MessagePort. */
export type EngineControl =
  | { readonly type: 'port' }
  | { readonly type: 'resumed' }
  /** Which consoles a site names: main's list of what a tunnel may reach comes from here, never from the window. */
  | { readonly type: 'consoles'; readonly id: number; readonly site: SiteId }
  | { readonly type: 'stop' };

/** How often the engine says that it is not stuck, real ms. */
export const ALIVE_EVERY_MS = 3_000;

/** Engine to main: life signs, and for a site that someone opens its consoles; no other fleet data. */
export type EngineNotice =
  | { readonly type: 'ready' }
  /** Each ALIVE_EVERY_MS: it is not stuck. */
  | { readonly type: 'alive' }
  | ({ readonly type: 'consoles'; readonly id: number } & SiteConsoles)
  | { readonly type: 'stopped' };

export interface SiteConsoles {
  /** Empty for a site that names none, is not shown or unknown. */
  readonly consoles: readonly SiteConsole[];
  readonly name?: string;
  /** Fleet clock. */
  readonly offlineSinceTs?: number;
}

/** What the header shows without asking: figures of the last second. */
export interface Meter {
  readonly messagesPerS: number;
  readonly inboxDepth: number;
  readonly clockTs: number;
}

/** Engine → window. `epoch` names one engine life; `seq` counts frames in it; a gap leads to a new snapshot, never to a guess. */
export type EngineFrame =
  | {
      readonly type: 'snapshot';
      readonly epoch: number;
      readonly seq: number;
      readonly tables: FleetTables;
      /** Receive time of the newest stored message; the picture's age. Absent with an empty database. */
      readonly pictureTs?: number;
      /** False until a hub was connected and its retained messages were folded in this engine life. */
      readonly live: boolean;
      readonly clock: ClockConfig;
    }
  | { readonly type: 'frame'; readonly epoch: number; readonly seq: number; readonly delta: FleetDelta; readonly live: boolean; readonly meter: Meter }
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly code: string; readonly text: string };

/** Window → engine. One frame is in flight until `drawn` acknowledges it. */
export type WindowFrame =
  | { readonly type: 'subscribe' }
  | { readonly type: 'drawn'; readonly epoch: number; readonly seq: number }
  | ({ readonly type: 'request'; readonly id: number } & EngineRequest);

/** Questions of a window to the engine; the answer's type stands in EngineAnswers under the same name. */
export type EngineRequest =
  | { readonly name: 'site-documents'; readonly site: SiteId }
  | { readonly name: 'quarantine' }
  | { readonly name: 'diagnostics' }
  | { readonly name: 'retry-hubs' }
  /** Sites by status over the last 24 hours. */
  | { readonly name: 'status-history' }
  /** Takes the re-installed router for the site's own: states of the one before are dropped from now on (contract §3). */
  | { readonly name: 'accept-router'; readonly site: SiteId }
  /** Shared thresholds `_desk/rule` (contract §2). */
  | { readonly name: 'rules' }
  /** Without `rule`, the id, a new one; `gone` takes it back. */
  | { readonly name: 'set-rule'; readonly rule?: string; readonly draft: RuleDraft | 'gone' }
  /** At most ADOPT_SITES_MAX sites. */
  | { readonly name: 'adopt'; readonly sites: readonly SiteId[]; readonly state: AdoptionChoice };

export interface EngineAnswers {
  readonly 'site-documents': Readonly<Partial<Record<StateKind, unknown>>>;
  readonly quarantine: readonly QuarantineSample[];
  readonly diagnostics: EngineDiagnostics;
  readonly 'retry-hubs': null;
  /** Oldest first; no slot where this console saw nothing. */
  readonly 'status-history': readonly StatusSlot[];
  /** `unchanged`: there is no router to accept, or the site is decommissioned. */
  readonly 'accept-router': AdoptOutcome;
  readonly adopt: AdoptOutcome;
  readonly rules: SharedRules;
  readonly 'set-rule': RuleOutcome;
}

export interface SharedRules {
  readonly rules: readonly { readonly id: string; readonly rule: DeskRule }[];
  /** Versions that another one beat, newest first. `atOnce`: written without knowing of the one that stands; `by`: who wrote that. */
  readonly beaten: readonly { readonly id: string; readonly rule: DeskRule; readonly rxTs: number; readonly by?: string; readonly atOnce: boolean }[];
  /** False where every connected hub lets this console only look. */
  readonly mayWrite: boolean;
}

/** `invalid`: not a rule, or one that is not there. `full`, `disk`: it can't be kept on this computer. */
export type RuleOutcome = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly code: 'read_only' | 'invalid' | 'full' | 'disk' };

/** How many sites were decided, stood so already, or could not be kept on this computer's disk (`refused` says why). */
export interface AdoptOutcome {
  readonly written: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly refused?: 'full' | 'disk' | 'invalid';
}

export type Theme = 'dark' | 'light';
export type Language = 'en' | 'de' | 'es';

/** Local settings of this computer; no secret stands in them. */
export interface LocalSettings {
  readonly customer: string;
  readonly theme: Theme;
  readonly language: Language;
  /** 90–150; all sizes on screen follow. */
  readonly textSizePercent: number;
  readonly views: readonly SavedView[];
  /** Of the site table, in the order of TABLE_COLUMNS. */
  readonly columns: readonly TableColumn[];
  /** Path of a PMTiles file with streets, chosen at this computer. */
  readonly streetsFile?: string;
  readonly sounds: SoundSettings;
  readonly hubs: readonly HubSetting[];
  readonly tunnel: TunnelSettings;
}

/** What a window may change by itself. */
export type SettingsChange = Partial<Pick<LocalSettings, 'customer' | 'theme' | 'language' | 'textSizePercent' | 'views' | 'columns' | 'sounds'>>;

/** One hub as the settings keep it. The files are paths of PEM texts: own CA, client certificate and its key. */
export interface HubSetting {
  readonly id: HubId;
  readonly name: string;
  readonly url: string;
  readonly user?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** `http://host:port`; its password stands in the keychain like the hub's. */
  readonly proxyUrl?: string;
  readonly proxyUser?: string;
}

/** What an operator types about a hub. Absent file and proxy fields leave what is stored; an empty text takes it away. */
export interface HubForm {
  readonly id?: HubId;
  readonly name: string;
  readonly url: string;
  readonly user?: string;
  /** Empty: as stored. */
  readonly password?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly proxyUrl?: string;
  readonly proxyUser?: string;
  /** Empty: as stored. */
  readonly proxyPassword?: string;
}

export type HubSaved =
  | { readonly ok: true; readonly secretKept: 'keychain' | 'session' | 'none' }
  | { readonly ok: false; readonly code: string; readonly text: string };

/** Whether passwords outlive the console at this computer. */
export type KeychainState = 'present' | 'missing';

export type FilePurpose = 'ca' | 'cert' | 'key';

/** Why a file is no street map: it can't be read, is another kind of file, of an unknown version or kind, or ends too early. */
export type StreetsFault = 'unreadable' | 'not_pmtiles' | 'unknown_kind' | 'cut_off';

export type StreetsOutcome =
  | { readonly outcome: 'taken'; readonly name: string }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly fault: StreetsFault; readonly name: string };

export type ExportOutcome = { readonly outcome: 'saved'; readonly path: string } | { readonly outcome: 'cancelled' } | { readonly outcome: 'failed'; readonly text: string };

export type ImportOutcome =
  | { readonly outcome: 'taken'; readonly hubs: number; /** Names of hubs whose password has to be typed. */ readonly withoutPassword: readonly string[] }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly code: 'unreadable' | 'not_settings' | 'newer' | 'not_saved'; readonly text: string };

/** How the console was started; `demo` and `clockSpeed` are said in the banner. */
export interface StartInfo {
  readonly version: string;
  readonly consoleId: string;
  readonly demo?: { readonly sites: number };
  readonly clockSpeed: number;
  readonly settings: LocalSettings;
  /** Read-only full-screen mode for walls comes later; narrow test hooks never. */
  readonly packaged: boolean;
}

/** How the engine's last life ended, real epoch ms. `hung`: it did not answer any more and was ended. */
export interface EngineEnd {
  readonly ts: number;
  readonly text: string;
  readonly hung: boolean;
}

/** The engine's process as main sees it. `restarts`: since the console was started. */
export type EngineProcessState =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly restarts?: number; readonly last?: EngineEnd }
  | { readonly state: 'restarting'; readonly sinceTs: number; readonly restarts: number; readonly nextTryTs: number; readonly hung?: boolean }
  | { readonly state: 'failed'; readonly sinceTs: number; readonly restarts: number; readonly text: string };

/** Window → main; each is one `invoke` channel. */
export interface MainInvokes extends ConsoleInvokes, PrepareInvokes {
  readonly 'start-info': { readonly args: undefined; readonly result: StartInfo };
  /** Asks for a fresh port to the engine; it arrives as a `blocao-port` window message. */
  readonly 'engine-port': { readonly args: undefined; readonly result: EngineProcessState };
  readonly 'save-settings': { readonly args: SettingsChange; readonly result: LocalSettings };
  /** Stores the hub (secret to the keychain), leaves the demo and restarts the engine. With `id` it changes that hub. */
  readonly 'add-hub': { readonly args: HubForm; readonly result: HubSaved };
  /** Forgets the hub and its password. */
  readonly 'remove-hub': { readonly args: { readonly id: HubId }; readonly result: null };
  /** Goes the way to the hub; an empty password of a stored hub is the stored one. Nothing is kept. */
  readonly 'test-hub': { readonly args: HubForm; readonly result: HubTest };
  /** The operator chooses a PEM file; null where nothing was chosen. */
  readonly 'choose-file': { readonly args: { readonly purpose: FilePurpose }; readonly result: string | null };
  readonly 'keychain-state': { readonly args: undefined; readonly result: KeychainState };
  readonly 'export-settings': { readonly args: undefined; readonly result: ExportOutcome };
  readonly 'import-settings': { readonly args: undefined; readonly result: ImportOutcome };
  /** The operator chooses a street map; it is checked before it is kept. */
  readonly 'choose-streets': { readonly args: undefined; readonly result: StreetsOutcome };
  readonly 'forget-streets': { readonly args: undefined; readonly result: null };
  /** To the clipboard of the system. */
  readonly 'copy-text': { readonly args: { readonly text: string }; readonly result: null };
  readonly 'restart-engine': { readonly args: undefined; readonly result: null };
}

/** Main → window. */
export interface MainNotices extends ConsoleNotices {
  readonly 'engine-process': EngineProcessState;
  readonly settings: LocalSettings;
  /** After a hub was added: the demo may be over. A port to the restarted engine follows. */
  readonly 'start-info': StartInfo;
}
