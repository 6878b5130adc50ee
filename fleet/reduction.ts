import type { FleetDelta } from './delta.ts';
import type { ConsoleId, SiteId } from './ids.ts';
import type { AlertRecord } from './model/alert.ts';
import type { StateKind, TopicKind } from './wire/catalogue.ts';
import type { FleetState } from './fold/fleet-state.ts';

/**
 * What one event leaves to be stored, as data; the engine's writer executes it inside the batch's transaction.
 * `document` and `history` carry no body: the writer stores the payload bytes of the event that caused them.
 */
export type StoreWrite =
  | { readonly table: 'document'; readonly site: SiteId; readonly kind: StateKind; readonly boot: number; readonly seq: number; readonly rxTs: number }
  /** The state message became unknown (`retained_cleared`). */
  | { readonly table: 'document-cleared'; readonly site: SiteId; readonly kind: StateKind; readonly rxTs: number }
  /** Everything the fold knows of a site beyond its documents: JSON; the last one of a batch wins. */
  | { readonly table: 'site'; readonly site: SiteId; readonly fold: unknown }
  | { readonly table: 'alert'; readonly record: AlertRecord }
  | { readonly table: 'history'; readonly site: SiteId; readonly kind: TopicKind; readonly boot: number; readonly seq: number; readonly ts: number; readonly rxTs: number }
  /** A merged desk document in canonical JSON, keyed by its topic. */
  | { readonly table: 'desk'; readonly topic: string; readonly body: string }
  /** A version of a last-writer document that another one beat: it stays in the history and is shown (contract §6). */
  | { readonly table: 'desk-version'; readonly topic: string; readonly n: number; readonly console: ConsoleId; readonly rxTs: number; readonly body: string }
  | { readonly table: 'desk-removed'; readonly topic: string };

/**
 * What the fold asks the engine for: every hub is subscribed anew with Retain Handling 0, after a sleep (contract §4, §8), or
 * since a router was accepted whose documents were refused till then: that is no gap, and silence counts on.
 */
export type FleetRequest = 'resubscribe' | 'reread';

/** What `reduce` answers: the next state, what changed for the windows, what must be stored. Nothing else leaves the fold. */
export interface Reduction {
  readonly state: FleetState;
  readonly delta: FleetDelta;
  readonly writes: readonly StoreWrite[];
  /** Absent where there is nothing to ask for. */
  readonly requests?: readonly FleetRequest[];
}

/** Rows read back at start; `restoreFleet` folds them to the state that wrote them. */
export interface StoredFleet {
  readonly documents: readonly { readonly site: SiteId; readonly kind: StateKind; readonly rxTs: number; readonly body: unknown }[];
  readonly sites: readonly { readonly site: SiteId; readonly fold: unknown }[];
  readonly alerts: readonly AlertRecord[];
  readonly desk: readonly { readonly topic: string; readonly body: unknown }[];
}
