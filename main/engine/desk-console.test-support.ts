import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '../../fleet/decode.ts';
import type { FleetEvent } from '../../fleet/events.ts';
import { parseConsoleId } from '../../fleet/ids.ts';
import type { ConsoleId } from '../../fleet/ids.ts';
import { createClock } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { Desk } from './desk.ts';
import { openDeskLog } from './desk-log.ts';
import { openHubSource, type HubSource } from './hub-source.ts';
import { BoundedInbox } from './inbox.ts';

/** Waits of the desk run this many times as fast: their length is tested in `fleet/desk/sync.test.ts`. */
const HURRY = 50;

export const quietLog = createLog({ level: 'error', write: () => undefined, nowMs: () => 0 });

export interface DeskConsole {
  readonly id: ConsoleId;
  readonly desk: Desk;
  readonly hubs: readonly HubSource[];
  /** What the fold would see. */
  readonly events: readonly FleetEvent[];
  readonly counters: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** A console's desk on real hub links, with an inbox that is drained after each turn, and without a fold. */
export const openDeskConsole = (hex: string, urls: readonly string[], options: { folder?: string; clock?: Clock; open?: boolean } = {}): DeskConsole => {
  const id = parseConsoleId(hex);
  if (id === undefined) throw new Error(`no console id: ${hex}`);
  const own = options.folder === undefined ? mkdtempSync(join(tmpdir(), 'desk-console-')) : undefined;
  const clock = options.clock ?? createClock({ speed: 1, baseMs: Date.now() });
  const events: FleetEvent[] = [];
  const counters: Record<string, number> = {};
  const hubs: HubSource[] = [];
  const actions = openDeskLog(options.folder ?? own ?? '');
  const desk = new Desk({
    self: id,
    clock,
    log: quietLog,
    random: Math.random,
    actions,
    publish: (hub, ...rest) => hubs.find((source) => source.id === hub)?.publish(...rest),
    startTimer: (ms, then) => {
      const timer = setTimeout(then, ms / HURRY);
      return () => clearTimeout(timer);
    },
    isOpen: () => options.open ?? false,
    count: (counter) => (counters[counter] = (counters[counter] ?? 0) + 1),
    emit: (event) => inbox.pushEvent(event),
  });
  const see = (event: FleetEvent): void => {
    events.push(event);
    desk.sync.observe(event);
  };
  const drain = (): void => {
    for (const entry of inbox.take(10_000)) {
      if (entry === undefined) continue;
      if ('event' in entry) see(entry.event);
      else {
        const decoded = decode(entry.packet.topic, entry.packet.payload);
        if (decoded.ok) see({ type: 'message', at: entry.at, hub: entry.hub, retained: entry.packet.retain, message: decoded.message });
      }
    }
    if (inbox.depth > 0) setImmediate(drain);
    else desk.sync.drained();
  };
  const inbox = new BoundedInbox(() => setImmediate(drain), () => hubs.forEach((hub) => hub.resume()));
  desk.start([]);
  urls.forEach((url, index) =>
    hubs.push(
      openHubSource({
        hub: { id: `hub-${index + 1}`, name: `Hub ${index + 1}`, url },
        clientHex: hex,
        consoleId: hex,
        clock,
        inbox,
        log: quietLog,
        random: () => 0,
        backoff: { baseMs: 20, maxMs: 200 },
      }),
    ),
  );
  return {
    id,
    desk,
    hubs,
    events,
    counters,
    stop: async () => {
      await desk.stop();
      await Promise.all(hubs.map((hub) => hub.stop()));
      if (own !== undefined) rmSync(own, { recursive: true, force: true });
    },
  };
};
