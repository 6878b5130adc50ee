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

export const createModelHub = (id: HubId, console: ConsoleEnd): ModelHub => {
  let documents = new Map<string, HubMessage>();
  let queue: HubMessage[] = [];
  let saved: { readonly documents: ReadonlyMap<string, HubMessage>; readonly queue: readonly HubMessage[] } = { documents, queue };
  let fresh: HubMessage[] = [];
  let isLinked = false;
  let savedMs = 0;
  let nowMs = 0;
  let backMs: number | undefined;
  const save = (): void => {
    saved = { documents: new Map(documents), queue: [...queue, ...fresh.filter(({ qos }) => qos === 1)] };
  };
  const unlink = (): void => {
    if (isLinked) console.link(id, false);
    isLinked = false;
  };
  const link = (): void => {
    isLinked = true;
    console.link(id, true);
    for (const { topic, payload } of documents.values()) console.hear(id, topic, payload, true);
    for (const { topic, payload } of queue.splice(0)) console.hear(id, topic, payload, false);
  };
  const self = {
    id,
    running: true,
    wantsConsole: true,
    receive: (message: HubMessage): void => {
      if (message.retain) documents.set(message.topic, message);
      fresh.push(message);
    },
    step: (monoMs: number): void => {
      nowMs = monoMs;
      if (!self.running && backMs !== undefined && monoMs >= backMs) self.start();
      if (!self.running) return;
      if (self.wantsConsole && !isLinked) link();
      if (!self.wantsConsole) unlink();
      for (const message of fresh.splice(0)) {
        if (isLinked) console.hear(id, message.topic, message.payload, false);
        else if (message.qos === 1) queue.push(message);
      }
      if (monoMs - savedMs < AUTOSAVE_MS) return;
      savedMs = monoMs;
      save();
    },
    kill: (): void => {
      unlink();
      self.running = false;
      fresh = [];
      documents = new Map(saved.documents);
      queue = [...saved.queue];
    },
    crash: (): void => {
      self.kill();
      backMs = nowMs + CRASH_MS;
    },
    term: (): void => {
      unlink();
      self.running = false;
      queue = [...queue, ...fresh.splice(0).filter(({ qos }) => qos === 1)];
      save();
    },
    start: (): void => {
      self.running = true;
      backMs = undefined;
    },
  };
  return self;
};
