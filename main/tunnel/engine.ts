import type { Duplex } from 'node:stream';
import type { BackendState } from '../../fleet/tunnel/tailnet-state.ts';
import type { DialCode, TailnetPeer } from '../../fleet/tunnel/opening-rules.ts';
import type { TailnetWarning, TunnelClient, TunnelPath } from '../../fleet/tunnel/tailnet.ts';

/* What both builds of the client offer to the rest of the process (tunnel/PROTOCOL.md). */

/** A connection through the tunnel: a byte stream with half-close in both directions, and its own counters. */
export interface TunnelStream extends Duplex {
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

export type Dialled =
  | { readonly ok: true; readonly stream: TunnelStream }
  | { readonly ok: false; readonly code: DialCode; readonly text: string };

export interface TailnetSelf {
  readonly name: string;
  readonly addresses: readonly string[];
  /** Epoch ms; 0: the key does not expire. */
  readonly keyExpiryMs: number;
}

/** The node's private state: opaque values, kept as they are told, read once at the start. */
export interface NodeState {
  readonly get: (id: string) => string;
  readonly set: (id: string, hex: string) => void;
  readonly all: () => Readonly<Record<string, string>>;
}

export interface EngineConfig {
  readonly controlUrl: string;
  readonly authKey?: string;
  readonly hostname: string;
  /** PEM of a private CA. */
  readonly ca?: string;
  readonly ephemeral: boolean;
  readonly state: NodeState;
  /** Tests and measurements: no direct path. */
  readonly forceRelay?: true;
}

export interface EngineEvents {
  readonly onState: (state: BackendState) => void;
  readonly onNetMap: (self: TailnetSelf, peers: readonly TailnetPeer[]) => void;
  readonly onHealth: (warnings: readonly TailnetWarning[]) => void;
  readonly onBrowse: (url: string) => void;
  readonly onError: (code: 'EAUTHKEY' | 'EBACKEND', text: string) => void;
  /** Only where the host holds the relay's connection itself. */
  readonly onRelay: (up: boolean) => void;
  /** The client is gone although nobody asked for it; once, and nothing after it. */
  readonly onExit: (text: string) => void;
}

/** One life of a client. Errors of a dial are values; everything else of its life is an event. */
export interface TunnelEngine {
  readonly client: TunnelClient;
  readonly dial: (host: string, port: number, timeoutMs: number) => Promise<Dialled>;
  /** Never rejects: a peer whose way is not known has an unknown one. */
  readonly path: (host: string) => Promise<TunnelPath>;
  /** Asks for a sign-in page, told by `onBrowse`. */
  readonly login: () => Promise<void>;
  /** Forgets the node at the control server. */
  readonly logout: () => Promise<void>;
  /** Settles when it is gone; no event follows. */
  readonly stop: () => Promise<void>;
}

export type EngineStart = (config: EngineConfig, events: EngineEvents) => Promise<TunnelEngine>;
