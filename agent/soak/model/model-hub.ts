import type { HubId } from '../../../fleet/model/hub.ts';

/*
 * MODEL of a hub's broker with one console on a persistent session. Loses by the rules of contract §8: killed, it is as at
 * its last autosave; what it acknowledged to a bridge may be gone.
 */

export interface HubMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface ModelHub {
  readonly id: HubId;
  readonly running: boolean;
  /** The console's connection; asked for, it stands only while the hub runs. */
  wantsConsole: boolean;
  receive(message: HubMessage): void;
  /** Delivers to the console what came in this step, and saves when it is due. */
  step(monoMs: number): void;
  kill(): void;
  /** Killed, and back ten seconds later. */
  crash(): void;
  term(): void;
  start(): void;
}

export interface ConsoleEnd {
  link(hub: HubId, connected: boolean): void;
  hear(hub: HubId, topic: string, payload: string, retained: boolean): void;
}

const AUTOSAVE_MS = 300_000;
const CRASH_MS = 10_000;

interface Saved {
  readonly documents: ReadonlyMap<string, HubMessage>;
  readonly queue: readonly HubMessage[];
}

const isKept = ({ qos }: HubMessage): boolean => qos === 1;

class Hub implements ModelHub {
  running = true;
  wantsConsole = true;
  readonly id: HubId;
  readonly #console: ConsoleEnd;
  #documents = new Map<string, HubMessage>();
  /** For a console that is away. */
  #queue: HubMessage[] = [];
  /** Received in this step: acknowledged, and not with the console yet. */
  #fresh: HubMessage[] = [];
  #saved: Saved = { documents: new Map(), queue: [] };
  #isLinked = false;
  #savedMs = 0;
  #nowMs = 0;
  #backMs: number | undefined;

  constructor(id: HubId, console: ConsoleEnd) {
    this.id = id;
    this.#console = console;
  }

  receive(message: HubMessage): void {
    if (message.retain) this.#documents.set(message.topic, message);
    this.#fresh.push(message);
  }

  step(monoMs: number): void {
    this.#nowMs = monoMs;
    if (!this.running && this.#backMs !== undefined && monoMs >= this.#backMs) this.start();
    if (!this.running) return;
    if (this.wantsConsole && !this.#isLinked) this.#link();
    if (!this.wantsConsole) this.#unlink();
    for (const message of this.#fresh.splice(0)) {
      if (this.#isLinked) this.#console.hear(this.id, message.topic, message.payload, false);
      else if (isKept(message)) this.#queue.push(message);
    }
    if (monoMs - this.#savedMs < AUTOSAVE_MS) return;
    this.#savedMs = monoMs;
    this.#save();
  }

  #save(): void {
    this.#saved = { documents: new Map(this.#documents), queue: [...this.#queue] };
  }

  #link(): void {
    this.#isLinked = true;
    this.#console.link(this.id, true);
    for (const { topic, payload } of this.#documents.values()) this.#console.hear(this.id, topic, payload, true);
    for (const { topic, payload } of this.#queue.splice(0)) this.#console.hear(this.id, topic, payload, false);
  }

  #unlink(): void {
    if (this.#isLinked) this.#console.link(this.id, false);
    this.#isLinked = false;
  }

  kill(): void {
    this.#unlink();
    this.running = false;
    this.#fresh = [];
    this.#documents = new Map(this.#saved.documents);
    this.#queue = [...this.#saved.queue];
  }

  crash(): void {
    this.kill();
    this.#backMs = this.#nowMs + CRASH_MS;
  }

  term(): void {
    this.#unlink();
    this.running = false;
    this.#queue.push(...this.#fresh.splice(0).filter(isKept));
    this.#save();
  }

  start(): void {
    this.running = true;
    this.#backMs = undefined;
  }
}

export const createModelHub = (id: HubId, console: ConsoleEnd): ModelHub => new Hub(id, console);
