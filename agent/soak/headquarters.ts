import { decode } from '../../fleet/decode.ts';
import type { At } from '../../fleet/events.ts';
import { parseConsoleId } from '../../fleet/ids.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { reduce } from '../../fleet/reduce.ts';
import { emptyFleet, tablesOf } from '../../fleet/state.ts';
import type { FleetState } from '../../fleet/state.ts';
import type { Faults } from './faults.ts';

/*
 * Headquarters: the console's own fold, connected to every hub.
 */

export interface Headquarters {
  /** A message as a hub hands it out; `retained` is MQTT's flag. */
  hear(hub: HubId, topic: string, payload: string, retained: boolean, at: At): void;
  link(hub: HubId, connected: boolean, at: At): void;
  tick(at: At): void;
  /** Body of the last state of a kind. */
  last(kind: string): Readonly<Record<string, unknown>> | undefined;
  record(): SiteRecord | undefined;
  openAlerts(): readonly AlertRecord[];
}

const hubRecord = (id: HubId, connected: boolean, sinceTs: number) =>
  ({ id, name: id, url: 'mqtt://hub.example', state: connected ? 'connected' : 'connecting', sinceTs, refused: [], readOnly: false }) as const;

export const openHeadquarters = (site: SiteId, hubs: readonly HubId[], faults: Faults, at: At): Headquarters => {
  const consoleId = parseConsoleId('00000001');
  if (consoleId === undefined) throw new Error('not a console id');
  let state: FleetState = emptyFleet({ consoleId, hubs, showAllAsAdopted: true }, at);
  const documents = new Map<string, { readonly boot: number; readonly seq: number }>();
  const remember = (kind: string, body: { readonly boot: number; readonly seq?: number }): void => {
    const before = documents.get(kind);
    const { boot, seq = 0 } = body;
    if (!before || boot > before.boot || (boot === before.boot && seq >= before.seq)) documents.set(kind, { ...body, boot, seq });
  };
  return {
    hear: (hub, topic, payload, retained, now) => {
      const decoded = decode(topic, Buffer.from(payload));
      if (!decoded.ok) return faults.add('unreadable', `${topic}: ${decoded.reason} ${decoded.detail}`);
      const { message } = decoded;
      if (message.kind.startsWith('state/') && 'body' in message) remember(message.kind, message.body as { boot: number; seq?: number });
      state = reduce(state, { type: 'message', at: now, hub, retained, message }).state;
    },
    link: (hub, connected, now) => {
      state = reduce(state, { type: 'hub', at: now, hub: hubRecord(hub, connected, now.wallTs) }).state;
      if (!connected) return;
      state = reduce(state, { type: 'gap', at: now, hub, reason: 'reconnect' }).state;
      state = reduce(state, { type: 'desk-quiet', at: now, hub }).state;
    },
    tick: (now) => {
      state = reduce(state, { type: 'tick', at: now, realWallMs: now.wallTs, realMonoMs: now.monoMs }).state;
    },
    last: (kind) => documents.get(kind) as Readonly<Record<string, unknown>> | undefined,
    record: () => tablesOf(state).sites[site],
    openAlerts: () => Object.values(tablesOf(state).alerts).filter(({ site: of, closedTs }) => of === site && closedTs === undefined),
  };
};
