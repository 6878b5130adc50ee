/** Which build of the one Go client carries the tunnel; `wasm` runs anywhere and is always relayed. */
export type TunnelClient = 'native' | 'wasm';

/** What the customer asks for: `auto` takes native when its binary is there and starts, else wasm. */
export type TunnelClientChoice = 'auto' | TunnelClient;

/**
 * What an operator is told of the tailnet. Never the client's own word: `Running` of the client is `joined` only together
 * with its health, and a site is connected only when a probe through the tunnel says so (design "tunnel", §6).
 */
export type TailnetState =
  | 'off'
  | 'building'
  | 'unavailable'
  | 'starting'
  | 'needs_login'
  | 'needs_approval'
  | 'key_refused'
  | 'key_expired'
  | 'control_unreachable'
  | 'relay_gone'
  | 'joined'
  | 'restarting';

/** A warning of the client's own health check; `text` is its English. */
export interface TailnetWarning {
  readonly code: string;
  readonly title: string;
  readonly text: string;
}

export interface TailnetStatus {
  readonly state: TailnetState;
  readonly sinceTs: number;
  /** The client in use, once one was chosen. */
  readonly client?: TunnelClient;
  /** Why `auto` fell back to wasm, why the client is unavailable, or what the control server said; for people, no secret in it. */
  readonly why?: string;
  readonly node?: { readonly name: string; readonly addresses: readonly string[]; readonly keyExpiryTs?: number };
  /** The sign-in page waits to be opened in the system browser; main holds the address. */
  readonly signIn?: true;
  /** True without a keychain: the node leaves the tailnet with the console, and the screen says so. */
  readonly ephemeral: boolean;
  readonly peers: number;
  readonly warnings: readonly TailnetWarning[];
}

/** How packets reach a peer now. */
export type TunnelPath = { readonly kind: 'direct'; readonly endpoint: string } | { readonly kind: 'relayed'; readonly relay?: string } | { readonly kind: 'unknown' };

/** Days before the node key's end from which the header warns. */
export const KEY_EXPIRY_WARN_DAYS = 14;
