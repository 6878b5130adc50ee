import type { SiteId } from '../ids.ts';
import type { TunnelClient, TunnelPath } from './tailnet.ts';

/** One web console that a site names in `state/site.consoles[]`. */
export interface SiteConsole {
  readonly id: string;
  readonly name?: string;
  readonly nvr?: string;
  /** Tailnet name or address. */
  readonly host: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
  /** Fingerprint of a self-signed certificate: 64 lower case hex digits. */
  readonly sha256?: string;
}

/** `SITE/CONSOLE`; one opened console has one proxy, one storage and one view. */
export type ConsoleKey = string;

/** The steps in their order; `open` is reached only by an answer that came through the tunnel. */
export type OpeningStep = 'sign_in' | 'join' | 'find_site' | 'connect' | 'open';

/** Each failure names its side; words and advice per code stand in the window's texts. */
export type OpeningFailure =
  | 'client_building'
  | 'client_unavailable'
  | 'not_signed_in'
  | 'needs_approval'
  | 'key_refused'
  | 'key_expired'
  | 'control_unreachable'
  | 'relay_gone'
  | 'site_not_in_tailnet'
  | 'site_offline'
  | 'site_does_not_answer'
  | 'port_closed'
  | 'certificate_changed'
  | 'certificate_invalid'
  | 'no_console'
  | 'too_many_open'
  | 'proxy_failed';

export type FailureSide = 'computer' | 'tailnet' | 'relay' | 'site';

export interface OpenConsole {
  readonly key: ConsoleKey;
  readonly site: SiteId;
  readonly siteName?: string;
  readonly console: SiteConsole;
  readonly phase: 'opening' | 'open' | 'stalled' | 'closing' | 'failed';
  /** Steps done or under way, oldest first; `endTs` is absent for the one under way. */
  readonly steps: readonly { readonly step: OpeningStep; readonly startTs: number; readonly endTs?: number }[];
  readonly failure?: {
    readonly code: OpeningFailure;
    readonly side: FailureSide;
    readonly ts: number;
    readonly detail?: string;
    /** What the site shows now, and what was pinned; a certificate that no authority signed may have no pin. */
    readonly certificate?: { readonly pinned?: string; readonly shown: string };
    /** Of `site_offline`; fleet clock. */
    readonly offlineSinceTs?: number;
    /** When the page is loaded again by itself; the way to the site is tried all the time (`isRetried`). */
    readonly nextTryTs?: number;
  };
  readonly client?: TunnelClient;
  readonly path?: TunnelPath;
  /** Round trip of the last probe through the tunnel. */
  readonly latencyMs?: number;
  readonly transfer: { readonly receivedBytes: number; readonly sentBytes: number };
  /** Requests that the proxy refused since it was opened. */
  readonly refused: number;
  /** Of its page: what back and forward can do, its title, whether it answers, and a link elsewhere that waits for a word. */
  readonly page: {
    readonly title?: string;
    readonly canGoBack: boolean;
    readonly canGoForward: boolean;
    readonly state: 'loading' | 'shown' | 'hung' | 'crashed';
    readonly link?: string;
  };
  readonly ownWindow: boolean;
  /** The site's Frigate refused the viewer account that is kept for it. */
  readonly signInRefused?: true;
}
