import { decode } from '../../../fleet/decode.ts';
import type { At } from '../../../fleet/events.ts';
import { parseConsoleId } from '../../../fleet/ids.ts';
import type { AlertRecord } from '../../../fleet/model/alert.ts';
import type { SiteRecord } from '../../../fleet/model/site.ts';
import type { SiteStatus } from '../../../fleet/model/status.ts';
import { reduce } from '../../../fleet/reduce.ts';
import { emptyFleet, tablesOf } from '../../../fleet/state.ts';
import type { FleetState } from '../../../fleet/state.ts';
import type { RetainedDocument } from '../demo-hub.ts';

/*
 * Test code: a console's fold beside a fleet, virtual or real, connected to its one hub from the start.
 */

const HUB = 'hub-1';

export interface ConsoleFold {
  /** Folds what arrived since, then ticks. `speed` tells how much faster than real time the fleet clock runs. */
  look(): void;
  /** A desk document that comes to the hub now. */
  desk(topic: string, document: object): void;
  site(id: string): SiteRecord | undefined;
  statuses(): ReadonlyMap<string, SiteStatus>;
  alerts(): readonly AlertRecord[];
}

/** What a console hears, and its clock. */
export interface WatchedFleet {
  readonly now: () => At;
  readonly carried: readonly { readonly topic: string; readonly payload: string }[];
}

export const watchFleet = (fleet: WatchedFleet, documents: readonly RetainedDocument[], speed: number): ConsoleFold => {
  const start = fleet.now();
  const console = parseConsoleId('00000001');
  if (console === undefined) throw new Error('not a console id');
  let state: FleetState = emptyFleet({ consoleId: console, hubs: [HUB], showAllAsAdopted: false }, start);
  let folded = 0;
  const feed = (topic: string, payload: string, at: At, retained: boolean): void => {
    const decoded = decode(topic, Buffer.from(payload));
    if (!decoded.ok) throw new Error(`${topic}: ${decoded.reason} ${decoded.detail}`);
    state = reduce(state, { type: 'message', at, hub: HUB, retained, message: decoded.message }).state;
  };
  const hub = { id: HUB, name: 'Demo', url: 'mqtt://hub.example', state: 'connected' as const, sinceTs: start.wallTs, refused: [], readOnly: false };
  state = reduce(state, { type: 'hub', at: start, hub }).state;
  for (const { topic, payload } of documents) feed(topic, payload, start, true);
  state = reduce(state, { type: 'desk-quiet', at: start, hub: HUB }).state;
  const sites = () => Object.values(tablesOf(state).sites);
  return {
    look: () => {
      const at = fleet.now();
      for (; folded < fleet.carried.length; folded += 1) {
        const message = fleet.carried[folded];
        if (message) feed(message.topic, message.payload, at, false);
      }
      state = reduce(state, { type: 'tick', at, realWallMs: at.wallTs / speed, realMonoMs: at.monoMs / speed }).state;
    },
    desk: (topic, document) => feed(topic, JSON.stringify(document), fleet.now(), true),
    alerts: () => Object.values(tablesOf(state).alerts),
    site: (id) => sites().find((record) => record.id === id),
    statuses: () => new Map(sites().map(({ id, status }) => [id, status])),
  };
};
