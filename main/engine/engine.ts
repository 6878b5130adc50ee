import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FleetTables } from '../../fleet/delta.ts';
import type { EngineConfig } from '../../fleet/ipc.ts';
import { restoreFleet, tablesOf, type FoldOptions } from '../../fleet/state.ts';
import type { BackoffPlan } from '../../platform/backoff.ts';
import { createClock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { startAlertClock } from './alert-clock.ts';
import { startCleanUp } from './clean-up.ts';
import { loadClientIds } from './client-ids.ts';
import type { WindowPort } from './delta-outbox.ts';
import { SiteFloodGate } from './flood-gate.ts';
import { openHubSource, type HubSource } from './hub-source.ts';
import { BoundedInbox, type InboxLimits } from './inbox.ts';
import { openStore } from './open-store.ts';
import { Pipeline } from './pipeline.ts';
import { createQuarantine } from './quarantine.ts';
import { putAside } from './store/corruption.ts';
import { DATABASE_FILE } from './store/database.ts';
import { storeFailure } from './store/failure.ts';
import { Windows } from './windows.ts';

export interface EngineDeps {
  readonly log: Log;
  /** The engine can't go on in this process; it has left everything so that a new one can. */
  readonly onFatal: (reason: string) => void;
  /** In [0, 1); Math.random by default. */
  readonly random?: () => number;
  readonly keepaliveS?: number;
  readonly backoff?: BackoffPlan;
  readonly inboxLimits?: InboxLimits;
}

export interface Engine {
  /** A window's port; it asks for its snapshot itself. */
  connect(port: WindowPort): void;
  /** The system woke up. */
  resumed(): void;
  /** The committed picture. */
  tables(): FleetTables;
  readonly hubs: readonly HubSource[];
  /** Commits what has arrived, says goodbye to the hubs, closes the database. */
  stop(): Promise<void>;
}

/** Store, fold, pipeline, windows, hubs, clock: in this order, so that the last picture is there before anything connects. */
export const startEngine = (config: EngineConfig, deps: EngineDeps): Engine => {
  const { log } = deps;
  const random = deps.random ?? Math.random;
  const clock = createClock(config.clock);
  const store = openStore(config.dataDir, config.nativeBinding, clock, log);
  const stored = store.reader.readFleet();
  const options: FoldOptions = { consoleId: config.consoleId, hubs: config.hubs.map(({ id }) => id), showAllAsAdopted: config.showAllAsAdopted };
  const quarantine = createQuarantine();
  const hubs = new Map<string, HubSource>();
  const rebuildAll = (): void => hubs.forEach((hub) => hub.rebuild('sleep'));

  const inbox = new BoundedInbox(
    () => pipeline.wake(),
    () => hubs.forEach((hub) => hub.resume()),
    deps.inboxLimits,
  );
  const onDamaged = (error: unknown): void => {
    log.error('database damaged', { error });
    store.db.close();
    putAside(join(config.dataDir, DATABASE_FILE), clock.wallTs());
    deps.onFatal('database damaged');
  };
  const windows = new Windows({
    clock,
    config,
    hubs,
    quarantine,
    reader: store.reader,
    inbox,
    tables: () => tablesOf(pipeline.state),
    pictureTs: () => pipeline.newestTs ?? stored.pictureTs,
  });
  const pipeline = new Pipeline(restoreFleet(stored, options, clock.at()), {
    inbox,
    writer: store.writer,
    flood: new SiteFloodGate(store.reader),
    quarantine,
    clock,
    log,
    random,
    acknowledge: (hub, connection, messageIds) => hubs.get(hub)?.acknowledge(connection, messageIds),
    onCommitted: (committed) => windows.committed(committed),
    onRequest: (request) => (request === 'resubscribe' ? rebuildAll() : request satisfies never),
    onDamaged,
  });
  for (const notice of store.notices) inbox.pushEvent(notice);

  const clientIds = loadClientIds(config.dataDir, options.hubs, () => randomBytes(4).toString('hex'));
  for (const hub of config.hubs) {
    const clientHex = clientIds.get(hub.id) as string;
    const { keepaliveS, backoff } = deps;
    const tuning = { ...(keepaliveS !== undefined && { keepaliveS }), ...(backoff && { backoff }) };
    hubs.set(hub.id, openHubSource({ hub, clientHex, consoleId: config.consoleId, clock, inbox, log, random, ...tuning }));
  }
  const alertClock = startAlertClock({
    clock,
    onTick: (tick) => {
      if (!pipeline.isBlocked) inbox.pushEvent(tick);
      windows.tick();
    },
  });
  const stopCleanUp = startCleanUp(store.retention, clock, log, (error) => storeFailure(error) === 'damaged' && onDamaged(error));

  return {
    connect: (port) => windows.connect(port),
    resumed: () => {
      alertClock.resumed();
      hubs.forEach((hub) => hub.nudge());
    },
    tables: () => tablesOf(pipeline.state),
    hubs: [...hubs.values()],
    stop: async () => {
      alertClock.stop();
      stopCleanUp();
      pipeline.drain();
      pipeline.stop();
      await Promise.all([...hubs.values()].map((hub) => hub.stop()));
      windows.close();
      store.db.close();
    },
  };
};
