import type { SiteId } from '../ids.ts';
import type { ConsoleKey, OpenConsole, SiteConsole } from './opening.ts';
import type { TailnetStatus, TunnelClientChoice } from './tailnet.ts';

/* What window and main say to each other about sites' consoles. The window names a site and a console, never a host. */

/** A page of the site's console instead of its start: with a camera its live picture, with a time its recording of then. */
export interface ConsolePlace {
  readonly camera?: string;
  /** Epoch ms of the site's recording. */
  readonly ts?: number;
  /** Ids of Frigate's tracked object and review item. */
  readonly event?: string;
  readonly review?: string;
}

export interface OpenConsoleArgs {
  readonly site: SiteId;
  /** One of `state/site.consoles[].id`; absent: the site's first. */
  readonly console?: string;
  readonly place?: ConsolePlace;
}

/** CSS pixels of the asking window. */
export interface ViewBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type ConsoleCommand = 'back' | 'forward' | 'reload' | 'own-window' | 'main-window' | 'focus' | 'retry' | 'open-link' | 'drop-link';

/** A sign-in to the Frigate of one site, or of every site that has none of its own (`*`); the password is in the keychain. */
export interface ViewerAccount {
  readonly site: SiteId | '*';
  readonly user: string;
}

/** Of `LocalSettings`; no secret stands in it. */
export interface TunnelSettings {
  /** Address of a headscale server; empty: Tailscale's own. */
  readonly controlUrl: string;
  /** Path of the PEM of a private CA of control server and relay. */
  readonly caFile?: string;
  /** This computer's name in the tailnet; empty: made of the console's id. */
  readonly nodeName: string;
  readonly client: TunnelClientChoice;
  /** Closing a console wipes what its pages stored. */
  readonly wipeOnClose: boolean;
  readonly viewers: readonly ViewerAccount[];
}

export interface TunnelForm {
  readonly controlUrl?: string;
  readonly caFile?: string;
  readonly nodeName?: string;
  readonly client?: TunnelClientChoice;
  readonly wipeOnClose?: boolean;
  /** To the keychain; empty takes it away. */
  readonly authKey?: string;
}

export interface ViewerForm extends ViewerAccount {
  /** Absent takes the account away. */
  readonly password?: string;
}

export type TunnelSaved =
  | { readonly ok: true; readonly secretKept: 'keychain' | 'session' | 'none' }
  | { readonly ok: false; readonly code: 'bad_url' | 'bad_file' | 'bad_name' | 'bad_site' | 'bad_account' | 'too_many' | 'not_saved'; readonly text: string };

/** One line of the record of who opened what; `n` counts from 1 and never starts again. */
export interface ConsoleRecordLine {
  readonly n: number;
  readonly ts: number;
  /** User of the operating system on this computer. */
  readonly who: string;
  readonly site: SiteId;
  readonly console: string;
  readonly what: ConsoleRecordEvent;
}

export type ConsoleRecordEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly code: string }
  | { readonly type: 'closed'; readonly openMs: number; readonly receivedBytes: number; readonly sentBytes: number; readonly refused: number }
  | { readonly type: 'download'; readonly file: string; readonly bytes: number; readonly outcome: 'saved' | 'cancelled' | 'failed' }
  | { readonly type: 'certificate'; readonly pinned?: string; readonly accepted: string }
  | { readonly type: 'signed_in'; readonly user: string; readonly outcome: 'ok' | 'refused' };

export interface ConsoleRecord {
  /** Newest first, bounded. */
  readonly lines: readonly ConsoleRecordLine[];
  /** `broken`: some line does not follow from the one before it; `file`: the record cannot be written. */
  readonly state: 'whole' | 'broken' | 'unwritable';
  readonly file: string;
}

/** Keys that the console's frame takes although the site's page has the focus. */
export type ConsoleKeyPress =
  | { readonly action: 'tab'; readonly n: number }
  | { readonly action: 'next' | 'previous' | 'frame' | 'palette' | 'close' };

/** Channels of `MainInvokes`. */
export interface ConsoleInvokes {
  /** Opens, brings to the front, or tries again; answers the key. */
  readonly 'open-console': { readonly args: OpenConsoleArgs; readonly result: ConsoleKey };
  readonly 'close-console': { readonly args: { readonly key: ConsoleKey }; readonly result: null };
  readonly 'console-command': { readonly args: { readonly key: ConsoleKey; readonly command: ConsoleCommand }; readonly result: null };
  /** Where the page stands in the asking window; `hidden` while something of the console's own stands there. */
  readonly 'place-console': { readonly args: { readonly key: ConsoleKey; readonly bounds: ViewBounds | 'hidden' }; readonly result: null };
  /** The operator believes the certificate that the site shows now; `typed` is the site's id, typed by hand. */
  readonly 'accept-certificate': { readonly args: { readonly key: ConsoleKey; readonly shown: string; readonly typed: string }; readonly result: boolean };
  /** Consoles that a site names, for a choice. */
  readonly 'site-consoles': { readonly args: { readonly site: SiteId }; readonly result: readonly Pick<SiteConsole, 'id' | 'name'>[] };
  /** Answers at once with what is open and how the tailnet stands; later changes come as notices. */
  readonly 'tunnel-state': { readonly args: undefined; readonly result: { readonly tailnet: TailnetStatus; readonly consoles: readonly OpenConsole[] } };
  /** Opens the sign-in page of the control server in the system's browser. */
  readonly 'sign-in': { readonly args: undefined; readonly result: null };
  readonly 'sign-out': { readonly args: undefined; readonly result: null };
  readonly 'save-tunnel': { readonly args: TunnelForm; readonly result: TunnelSaved };
  readonly 'save-viewer': { readonly args: ViewerForm; readonly result: TunnelSaved };
  readonly 'console-record': { readonly args: undefined; readonly result: ConsoleRecord };
}

/** Channels of `MainNotices`. */
export interface ConsoleNotices {
  readonly tailnet: TailnetStatus;
  readonly consoles: readonly OpenConsole[];
  readonly 'console-key': ConsoleKeyPress;
}
