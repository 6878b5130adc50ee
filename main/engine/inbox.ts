import type { At, FleetEvent } from '../../fleet/events.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import type { LinkMessage } from '../../platform/mqtt-link.ts';

/*
 * What arrived and is not yet folded, in order. Bounded twice: above `coalesceAbove` an older state of the same topic leaves
 * when a newer one comes (counted: `inbox_coalesced`); at `maxEntries` or `maxBytes` reading stops until half of it is done.
 * Events and desk documents are never dropped here: an unread socket holds them at the hub.
 */

export interface InboxMessage {
  readonly hub: HubId;
  /** Connection of the hub's link that brought it; its acknowledgement belongs there. */
  readonly connection: number;
  readonly at: At;
  readonly packet: LinkMessage;
}

/** Undefined where a newer state took over. */
export type InboxEntry = InboxMessage | { readonly event: FleetEvent } | undefined;

export interface InboxLimits {
  readonly coalesceAbove: number;
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export const INBOX_LIMITS: InboxLimits = { coalesceAbove: 12_000, maxEntries: 30_000, maxBytes: 64 * 1_048_576 };

export interface Inbox {
  readonly depth: number;
  /** States that a newer one replaced before they were folded; shown as a counter. */
  readonly coalesced: number;
  /** False when the inbox is full now: the hub's link stops reading until `onRoom`. */
  push(message: InboxMessage): boolean;
  /** Events of this computer (ticks, hub changes, notices) always enter; there are few. */
  pushEvent(event: FleetEvent): void;
  /** The oldest entries, at most `limit`; they have left the inbox. */
  take(limit: number): readonly InboxEntry[];
  /** Puts entries back in front after a failed batch. */
  putBack(entries: readonly InboxEntry[]): void;
}

const isState = (topic: string): boolean => topic.includes('/state') && !topic.includes('/_desk/');
const keyOf = ({ hub, packet }: InboxMessage): string => `${hub} ${packet.topic}`;
const bytesOf = (entry: InboxEntry): number => (entry !== undefined && 'packet' in entry ? entry.packet.payload.length : 0);

/** `onEntry`: the inbox was empty and is not any more. `onRoom`: it was full and reading may go on. */
export class BoundedInbox implements Inbox {
  coalesced = 0;
  readonly #onEntry: () => void;
  readonly #onRoom: () => void;
  readonly #limits: InboxLimits;
  #entries: InboxEntry[] = [];
  #start = 0;
  #bytes = 0;
  #full = false;
  /** Place of the newest state per hub and topic; exists only above `coalesceAbove`. */
  #newest: Map<string, number> | undefined;

  constructor(onEntry: () => void, onRoom: () => void, limits: InboxLimits = INBOX_LIMITS) {
    this.#onEntry = onEntry;
    this.#onRoom = onRoom;
    this.#limits = limits;
  }

  get depth(): number {
    return this.#entries.length - this.#start;
  }

  push(message: InboxMessage): boolean {
    const { coalesceAbove, maxEntries, maxBytes } = this.#limits;
    if (this.depth >= coalesceAbove && message.packet.qos === 0 && isState(message.packet.topic)) this.#replaceOlder(message);
    this.#bytes += message.packet.payload.length;
    this.#add(message);
    this.#full ||= this.depth >= maxEntries || this.#bytes >= maxBytes;
    return !this.#full;
  }

  pushEvent(event: FleetEvent): void {
    this.#add({ event });
  }

  #add(entry: InboxEntry): void {
    this.#entries.push(entry);
    if (this.depth === 1) this.#onEntry();
  }

  #replaceOlder(message: InboxMessage): void {
    this.#newest ??= this.#indexStates();
    const key = keyOf(message);
    const place = this.#newest.get(key);
    if (place !== undefined) {
      this.#bytes -= bytesOf(this.#entries[place]);
      this.#entries[place] = undefined;
      this.coalesced += 1;
    }
    this.#newest.set(key, this.#entries.length);
  }

  #indexStates(): Map<string, number> {
    const places = new Map<string, number>();
    for (let place = this.#start; place < this.#entries.length; place += 1) {
      const entry = this.#entries[place];
      if (entry !== undefined && 'packet' in entry && isState(entry.packet.topic)) places.set(keyOf(entry), place);
    }
    return places;
  }

  take(limit: number): readonly InboxEntry[] {
    const taken = this.#entries.slice(this.#start, this.#start + limit);
    this.#start += taken.length;
    for (const entry of taken) this.#bytes -= bytesOf(entry);
    this.#newest = undefined;
    if (this.depth === 0 || this.#start >= this.#limits.coalesceAbove) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
    if (this.#full && this.depth <= this.#limits.maxEntries / 2 && this.#bytes <= this.#limits.maxBytes / 2) {
      this.#full = false;
      this.#onRoom();
    }
    return taken;
  }

  putBack(again: readonly InboxEntry[]): void {
    this.#entries = [...again, ...this.#entries.slice(this.#start)];
    this.#start = 0;
    for (const entry of again) this.#bytes += bytesOf(entry);
    this.#newest = undefined;
  }
}
