import type { ConsoleKey, OpeningFailure, SiteConsole } from './opening.ts';
import type { SiteId } from '../ids.ts';
import type { TailnetStatus, TunnelClientChoice, TunnelPath } from './tailnet.ts';

/*
 * Messages between main and the tunnel process. The process holds the tailnet client, one loopback proxy per opened console,
 * the watchdog and the mapping of states; main holds secrets, views and the record of who opened what.
 */

/** First message to the process. Secrets come from the keychain, never from a command line or file. */
export interface TunnelConfig {
  readonly client: TunnelClientChoice;
  readonly controlUrl: string;
  readonly hostname: string;
  readonly authKey?: string;
  /** PEM of a private CA for control server and relay. */
  readonly ca?: string;
  /** Paths; absent where it was not built or shipped. */
  readonly artefacts: { readonly wasm?: string; readonly wasmExec?: string; readonly native?: string };
  /** Where the node's state is kept, encrypted by AES-256-GCM with `stateKey` (32 bytes, hex). Without a key nothing is written. */
  readonly state?: { readonly file: string; readonly stateKey: string };
}

export type TunnelControl =
  /** Finds the site, starts its proxy, probes it through the tunnel; answered by `console-ready` or `console-failed`. */
  | { readonly type: 'open'; readonly key: ConsoleKey; readonly site: SiteId; readonly console: SiteConsole; /** Further consoles of the same site that its pages may reach. */ readonly also: readonly SiteConsole[] }
  | { readonly type: 'close'; readonly key: ConsoleKey }
  | { readonly type: 'sign-in' }
  | { readonly type: 'sign-out' }
  | { readonly type: 'resumed' }
  | { readonly type: 'stop' };

/** Where a console's view finds its proxy; the credentials are random per opening and stay in main. */
export interface ConsoleProxy {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface ConsoleFailed {
  readonly type: 'console-failed';
  readonly key: ConsoleKey;
  readonly code: OpeningFailure;
  /** English of the client or of TLS, for a person who wants to know more; no secret in it. */
  readonly detail?: string;
  /** Of `certificate_…`: fingerprints as 64 lower case hex digits. */
  readonly certificate?: { readonly pinned?: string; readonly shown: string };
  /** Of `site_offline`, where the control server says it. */
  readonly offlineSinceTs?: number;
}

export type TunnelNotice =
  | { readonly type: 'status'; readonly status: TailnetStatus; /** Only main sees the address. */ readonly browseUrl?: string }
  | { readonly type: 'step'; readonly key: ConsoleKey; readonly step: 'sign_in' | 'join' | 'find_site' | 'connect' }
  | { readonly type: 'console-ready'; readonly key: ConsoleKey; readonly proxy: ConsoleProxy }
  /**
   * Not the end: what passes by itself is tried again, told by `step` and `console-ready` with the same proxy. Only after
   * `certificate_…` and `too_many_open` does it wait for another `open` (a new one replaces the old one of that key).
   */
  | ConsoleFailed
  /** At most once a second and per console, only when something changed. */
  | { readonly type: 'console-figures'; readonly key: ConsoleKey; readonly path: TunnelPath; readonly latencyMs?: number; readonly receivedBytes: number; readonly sentBytes: number; readonly refused: number; readonly answers: boolean }
  | { readonly type: 'stopped' };
