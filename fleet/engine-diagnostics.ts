import type { HubHealth } from './hub-health.ts';
import type { SiteId } from './ids.ts';
import type { HubId } from './model/hub.ts';

export interface QuarantineSample {
  readonly ts: number;
  readonly hub: HubId;
  readonly topic: string;
  readonly reason: string;
  readonly detail: string;
  readonly bytes: number;
  /** At most 256 bytes, control characters shown as escapes. */
  readonly head: string;
}

/** What only Diagnostics asks about one hub. Absent: not known, or nothing to compare with. */
export interface HubDiagnostics {
  readonly id: HubId;
  readonly received: number;
  readonly messagesPerS: number;
  /** Of an MQTT ping and its answer, real ms. */
  readonly latencyMs?: number;
  /** How far this computer's clock is ahead of the median of these sites, the way of a message included. */
  readonly clock?: { readonly offsetMs: number; readonly sites: number };
  readonly health: HubHealth;
  /** Whether the hub lets this console read its own health; a 3.1.1 hub is not asked. */
  readonly healthAnswer: 'granted' | 'refused' | 'not_asked';
  /** The hub's own, as TLS showed it. */
  readonly certificate?: { readonly subject: string; readonly issuer: string; readonly notBeforeTs: number; readonly notAfterTs: number };
  /** Sites of which another connected hub has newer states. */
  readonly behind?: { readonly n: number; readonly sites: readonly SiteId[] };
}

/** Figures that only Diagnostics asks for. */
export interface EngineDiagnostics {
  readonly hubs: readonly HubDiagnostics[];
  readonly inboxDepth: number;
  readonly database: { readonly bytes: number; readonly rows: readonly { readonly table: string; readonly n: number }[] };
  readonly versions: { readonly node: string; readonly sqlite: string };
}
