import { userInfo } from 'node:os';
import { isAlertOpen, type FleetState } from '../../fleet/state.ts';
import { parseConsoleId } from '../../fleet/ids.ts';
import type { EngineConfig } from '../../fleet/ipc.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import type { StoredFleet } from '../../fleet/reduction.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { Desk, type Operator } from './desk.ts';
import { openDeskLog, refusingDeskLog, type DeskLog } from './desk-log.ts';
import type { HubSource } from './hub-source.ts';
import type { Inbox } from './inbox.ts';

export interface EngineDeskParts {
  readonly config: EngineConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly inbox: Inbox;
  readonly hubs: ReadonlyMap<HubId, HubSource>;
  readonly state: () => FleetState;
}

const openActions = (folder: string, log: Log): DeskLog => {
  try {
    return openDeskLog(folder);
  } catch (error) {
    log.error('desk actions unusable', { error });
    return refusingDeskLog((error as Error).message);
  }
};

/** Until operators sign in: the login of this computer, else the console's id. */
export const operatorOf = ({ consoleId }: EngineConfig): Operator => {
  try {
    return { by: userInfo().username.slice(0, 120) || consoleId };
  } catch {
    return { by: consoleId };
  }
};

const startTimer = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};

/** The desk of an engine: its file beside the database, its publication through the hubs, its events into the inbox. */
export const openEngineDesk = (parts: EngineDeskParts, stored: StoredFleet['desk']): Desk => {
  const { config, clock, log, random, inbox, hubs, state } = parts;
  const self = parseConsoleId(config.consoleId);
  if (self === undefined) throw new Error('the console id is not 8 hex digits');
  const actions = openActions(config.dataDir, log);
  const count = (id: string, n = 1): void => inbox.pushEvent({ type: 'count', at: clock.at(), id, n });
  if (actions.unreadable > 0) count('desk_log_unreadable', actions.unreadable);
  const desk = new Desk({
    ...{ self, clock, log, random, startTimer, actions },
    publish: (hub, topic, payload, options, answer) => hubs.get(hub)?.publish(topic, payload, options, answer),
    isOpen: (site, id) => isAlertOpen(state(), site, id),
    silentUntilChange: config.showAllAsAdopted,
    count,
    emit: (event) => inbox.pushEvent(event),
  });
  desk.start(stored);
  return desk;
};
