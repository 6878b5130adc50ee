import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '../../fleet/decode.ts';
import type { FleetEvent } from '../../fleet/events.ts';
import { parseConsoleId } from '../../fleet/ids.ts';
import type { ConsoleId } from '../../fleet/ids.ts';
import { createClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { Desk } from './desk.ts';
import { openDeskLog } from './desk-log.ts';
import { openHubSource, type HubSource } from './hub-source.ts';
import { BoundedInbox, type InboxEntry } from './inbox.ts';

/** Waits of the desk run this many times as fast: their length is tested in `fleet/desk/sync.test.ts`. */
const HURRY = 50;

export const quietLog = createLog({ level: 'error', write: () => undefined, nowMs: () => 0 });

export interface DeskConsole {
  readonly id: ConsoleId;
  readonly desk: Desk;
  readonly hubs: readonly HubSource[];
  /** What the fold would see. */
  readonly events: readonly FleetEvent[];
  stop(): Promise<void>;
}

interface Pump {
  readonly inbox: BoundedInbox;
  readonly events: FleetEvent[];
}

/** An inbox that is folded into `see` and drained after each turn, as the engine's pipeline does in batches. */
const openPump = (see: (event: FleetEvent) => void, drained: () => void, onRoom: () => void): Pump => {
  const events: FleetEvent[] = [];
  const tell = (event: FleetEvent): void => {
    events.push(event);
    see(event);
  };
  const take = (entry: InboxEntry): void => {
    if (entry === undefined) return;
    if ('event' in entry) return tell(entry.event);
    const { at, hub, packet } = entry;
    const decoded = decode(packet.topic, packet.payload);
    if (decoded.ok) tell({ type: 'message', at, hub, retained: packet.retain, message: decoded.message });
  };
  const drain = (): void => {
    inbox.take(10_000).forEach(take);
    if (inbox.depth > 0) setImmediate(drain);
    else drained();
  };
  const inbox = new BoundedInbox(() => setImmediate(drain), onRoom);
  return { inbox, events };
};

const inAHurry = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms / HURRY);
  return () => clearTimeout(timer);
};

/** A console's desk on real hub links, without a fold. */
export const openDeskConsole = (hex: string, urls: readonly string[], options: { readonly folder?: string } = {}): DeskConsole => {
  const id = parseConsoleId(hex);
  if (id === undefined) throw new Error(`no console id: ${hex}`);
  const own = options.folder === undefined ? mkdtempSync(join(tmpdir(), 'desk-console-')) : undefined;
  const clock = createClock({ speed: 1, baseMs: Date.now() });
  const hubs: HubSource[] = [];
  const { inbox, events } = openPump(
    (event) => desk.sync.observe(event),
    () => desk.sync.drained(),
    () => hubs.forEach((hub) => hub.resume()),
  );
  const desk = new Desk({
    ...{ self: id, clock, log: quietLog, random: Math.random, startTimer: inAHurry },
    actions: openDeskLog(options.folder ?? own ?? ''),
    publish: (hub, ...rest) => hubs.find((source) => source.id === hub)?.publish(...rest),
    isOpen: () => false,
    count: () => undefined,
    emit: (event) => inbox.pushEvent(event),
  });
  desk.start([]);
  const link = { mayAsk: true, clientHex: hex, consoleId: hex, clock, inbox, log: quietLog, random: () => 0, backoff: { baseMs: 20, maxMs: 200 } };
  urls.forEach((url, index) => {
    hubs.push(openHubSource({ hub: { id: `hub-${index + 1}`, name: `Hub ${index + 1}`, url }, ...link }));
  });
  const stop = async (): Promise<void> => {
    await desk.stop();
    await Promise.all(hubs.map((hub) => hub.stop()));
    if (own !== undefined) rmSync(own, { recursive: true, force: true });
  };
  return { id, desk, hubs, events, stop };
};
