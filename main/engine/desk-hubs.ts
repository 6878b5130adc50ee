import type { HubId, HubRecord } from '../../fleet/model/hub.ts';

/** A hub to which the desk may publish one topic now. */
export interface ReadyHub {
  readonly id: HubId;
  readonly protocol: 4 | 5;
  /** Publications without an answer on this connection. */
  readonly inFlight: number;
}

interface Hub {
  connected: boolean;
  /** `_desk/#` fell quiet since the last (re)subscription: what is absent is really absent. */
  quiet: boolean;
  readOnly: boolean;
  protocol: 4 | 5;
  /** Counts connections, so that a late answer of an old one is not taken for a new one's. */
  connection: number;
  inFlight: number;
  /** Topics that the hub refused on this connection. */
  readonly refused: Set<string>;
}

/** What the desk's publication knows of each hub's link. */
export class DeskHubs {
  readonly #hubs = new Map<HubId, Hub>();

  /** True where the hub was lost by this. */
  record(record: HubRecord): boolean {
    const hub = this.#of(record.id);
    const wasConnected = hub.connected;
    hub.connected = record.state === 'connected';
    hub.readOnly = record.readOnly;
    hub.protocol = record.protocol ?? 5;
    if (hub.connected || !wasConnected) return false;
    hub.quiet = false;
    return true;
  }

  /** The hub is about to send everything again. */
  gap(id: HubId): void {
    const hub = this.#of(id);
    hub.quiet = false;
    hub.connection += 1;
    hub.inFlight = 0;
    hub.refused.clear();
  }

  quiet(id: HubId): void {
    this.#of(id).quiet = true;
  }

  /** Connected, read to the end, writable, and not known to refuse the topic. */
  ready(topic: string): ReadyHub[] {
    return [...this.#hubs]
      .filter(([, hub]) => hub.connected && hub.quiet && !hub.readOnly && !hub.refused.has(topic))
      .map(([id, { protocol, inFlight }]) => ({ id, protocol, inFlight }));
  }

  /** Answers the connection, for `answered`. */
  sent(id: HubId): number {
    const hub = this.#of(id);
    hub.inFlight += 1;
    return hub.connection;
  }

  answered(id: HubId, connection: number): void {
    const hub = this.#of(id);
    if (hub.connection === connection) hub.inFlight -= 1;
  }

  refused(id: HubId, topic: string): void {
    this.#of(id).refused.add(topic);
  }

  #of(id: HubId): Hub {
    const known = this.#hubs.get(id);
    if (known !== undefined) return known;
    const hub: Hub = { connected: false, quiet: false, readOnly: false, protocol: 5, connection: 0, inFlight: 0, refused: new Set() };
    this.#hubs.set(id, hub);
    return hub;
  }
}
