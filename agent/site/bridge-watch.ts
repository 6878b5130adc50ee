import type { BrokerFact } from './broker-facts.ts';
import { createQueueWatch } from './queue-watch.ts';

/*
 * Up to which event the hubs provably have everything, and what is to be sent again (contract §8). Per hub, since several
 * bridges share one topic on `$SYS`: there the connections tell (probes/bridge-sockets.ts).
 */

/**
 * A hub that is killed loses what it took since its last autosave (300 s), and a half-open bridge is noticed after 1.5
 * keepalives of 60 s: what was taken counts only when the bridge stood for so long afterwards.
 */
const MARGIN_MS = 330_000;
/** Where a queue is never seen empty (a dead second hub, other clients), a bridge that stood for so long has sent it. */
const BLIND_MARGIN_MS = 30 * 60_000;
/** Copies wait until the originals are through, but not for ever. */
const REPLAY_AFTER_MS = 15 * 60_000;
const REPUBLISH_SPREAD_MS = 30_000;
const MARK_EVERY_MS = 10_000;
const MARKS_MAX = 200;

/** The one hub where nobody named any. */
const ONLY = '*';

interface Hub {
  /** Its connection was seen: from then on mosquitto's word does not count for it. */
  isSeen: boolean;
  up: boolean | undefined;
  upSinceMs: number;
  provenSeq: number;
}

interface Mark {
  readonly monoMs: number;
  readonly seq: number;
  readonly drained: boolean;
}

export interface BridgeOrders {
  /** The hubs have everything up to this event. */
  readonly provenSeq: number;
  /** Everything behind this event is to be sent again. */
  readonly replayFrom?: number;
  /** All states are to be sent again. */
  readonly republish: boolean;
}

export interface BridgeWatch {
  /** mosquitto's last word on this connection. */
  readonly lastWord: boolean | undefined;
  /** The connection to the local broker is lost: nothing more is known. */
  disconnected(): void;
  /** mosquitto's word on `$SYS/broker/connection/+/state`. */
  word(up: boolean, monoMs: number): void;
  /** What the connections say of one of several hubs. */
  bridge(hub: string, up: boolean, monoMs: number): void;
  fact(fact: BrokerFact, monoMs: number, takenSeq: number): void;
  /** `takenSeq`: events up to this one are with the local broker. */
  orders(monoMs: number, connected: boolean, takenSeq: number): BridgeOrders;
}

export interface BridgeWatchOptions {
  /** Names of the hubs; of less than two mosquitto's word is exact. */
  readonly hubs: readonly string[];
  readonly provenSeq: number;
  /** In [0, 1). */
  readonly random: () => number;
}

class HubProofs implements BridgeWatch {
  readonly #hubs: ReadonlyMap<string, Hub>;
  readonly #queue = createQueueWatch();
  readonly #random: () => number;
  #marks: Mark[] = [];
  #word: boolean | undefined;
  #republishAtMs: number | undefined;
  #replay: { readonly fromSeq: number; readonly sinceMs: number } | undefined;

  constructor({ hubs, provenSeq, random }: BridgeWatchOptions) {
    const names = hubs.length > 1 ? hubs : [ONLY];
    this.#hubs = new Map(names.map((name) => [name, { isSeen: false, up: undefined, upSinceMs: Infinity, provenSeq }]));
    this.#random = random;
  }

  get lastWord(): boolean | undefined {
    return this.#word;
  }

  disconnected(): void {
    this.#word = undefined;
    this.#queue.forget();
    this.#marks = [];
    this.#replay = undefined;
    for (const hub of this.#hubs.values()) Object.assign(hub, { up: undefined, upSinceMs: Infinity });
  }

  word(up: boolean, monoMs: number): void {
    if (up && this.#word === false) this.#republishAtMs ??= monoMs + this.#random() * REPUBLISH_SPREAD_MS;
    this.#word = up;
    for (const hub of this.#hubs.values()) if (!hub.isSeen) this.#change(hub, up, monoMs);
  }

  bridge(name: string, up: boolean, monoMs: number): void {
    const hub = this.#hubs.get(name);
    if (!hub || name === ONLY) return;
    hub.isSeen = true;
    this.#change(hub, up, monoMs);
  }

  #change(hub: Hub, up: boolean, monoMs: number): void {
    if (hub.up === up) return;
    // The first word after our own connect is no change: everything was just published.
    if (up && hub.up === false) {
      this.#wantReplay(hub.provenSeq, monoMs);
      this.#republishAtMs ??= monoMs + this.#random() * REPUBLISH_SPREAD_MS;
    }
    hub.up = up;
    hub.upSinceMs = up ? monoMs : Infinity;
  }

  #wantReplay(fromSeq: number, monoMs: number): void {
    this.#replay = { fromSeq: Math.min(fromSeq, this.#replay?.fromSeq ?? Infinity), sinceMs: this.#replay?.sinceMs ?? monoMs };
  }

  fact(fact: BrokerFact, monoMs: number, takenSeq: number): void {
    if (fact.type === 'count' && this.#queue.count(fact.name, fact.count)) {
      this.#marks = [];
      this.#wantReplay(this.#proven(), monoMs);
    }
    if (fact.type !== 'beat') return;
    const beat = this.#queue.beat(takenSeq);
    if (beat) this.#mark({ monoMs, ...beat });
  }

  #mark(mark: Mark): void {
    if (mark.monoMs - (this.#marks.at(-1)?.monoMs ?? -Infinity) < MARK_EVERY_MS * 0.95) return;
    this.#marks.push(mark);
    if (this.#marks.length > MARKS_MAX) this.#marks.shift();
  }

  #proven(): number {
    return Math.min(...Array.from(this.#hubs.values(), ({ provenSeq }) => provenSeq));
  }

  #prove(monoMs: number): void {
    for (const hub of this.#hubs.values()) {
      if (hub.up !== true) continue;
      const proof = this.#marks.findLast((mark) => {
        const margin = mark.drained || !this.#queue.known ? MARGIN_MS : BLIND_MARGIN_MS;
        return mark.monoMs >= hub.upSinceMs && monoMs - mark.monoMs >= margin;
      });
      if (proof) hub.provenSeq = Math.max(hub.provenSeq, proof.seq);
    }
  }

  orders(monoMs: number, connected: boolean, takenSeq: number): BridgeOrders {
    if (connected) {
      if (!this.#queue.known) this.#mark({ monoMs, seq: takenSeq, drained: false });
      this.#prove(monoMs);
    }
    const replayFrom = this.#takeReplay(monoMs);
    return { provenSeq: this.#proven(), ...(replayFrom === undefined ? {} : { replayFrom }), republish: this.#takeRepublish(monoMs) };
  }

  #takeReplay(monoMs: number): number | undefined {
    const replay = this.#replay;
    if (!replay) return undefined;
    if (this.#queue.known && !this.#queue.drained && monoMs - replay.sinceMs < REPLAY_AFTER_MS) return undefined;
    this.#replay = undefined;
    return replay.fromSeq;
  }

  #takeRepublish(monoMs: number): boolean {
    if (this.#republishAtMs === undefined || monoMs < this.#republishAtMs) return false;
    this.#republishAtMs = undefined;
    return true;
  }
}

export const createBridgeWatch = (options: BridgeWatchOptions): BridgeWatch => new HubProofs(options);
