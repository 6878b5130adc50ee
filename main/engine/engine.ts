import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FleetTables } from '../../fleet/delta.ts';
import type { TickEvent } from '../../fleet/events.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { EngineConfig, SiteConsoles } from '../../fleet/ipc.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import type { FleetRequest } from '../../fleet/reduction.ts';
import { restoreFleet, rulesOf, tablesOf, type FoldOptions } from '../../fleet/state.ts';
import type { BackoffPlan } from '../../platform/backoff.ts';
import { createClock, type Clock, type ClockSources } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { startAlertClock, type AlertClock } from './alert-clock.ts';
import { startCleanUp } from './clean-up.ts';
import { loadClientIds } from './client-ids.ts';
import type { WindowPort } from './delta-outbox.ts';
import type { Desk } from './desk.ts';
import { openEngineDesk, operatorOf } from './engine-desk.ts';
import { SiteFloodGate } from './flood-gate.ts';
import { HubFigures } from './hub-figures.ts';
import { openHubSource, type HubSource } from './hub-source.ts';
import { BoundedInbox, type Inbox, type InboxLimits } from './inbox.ts';
import { openStore, type Store } from './open-store.ts';
import { Pipeline } from './pipeline.ts';
import { createQuarantine } from './quarantine.ts';
import { createStatusRecorder } from './status-recorder.ts';
import { createSharedRules } from './shared-rules.ts';
import { putAside } from './store/corruption.ts';
import { DATABASE_FILE } from './store/database.ts';
import { siteConsoles } from './site-consoles.ts';
import { storeFailure } from './store/failure.ts';
import type { Writer } from './store/writer.ts';
import { Windows } from './windows.ts';

export interface EngineDeps {
  readonly log: Log;
  /** The engine can't go on in this process; it has left everything so that a new one can. */
  readonly onFatal: (reason: string) => void;
  /** In [0, 1); Math.random by default. */
  readonly random?: () => number;
  /** This computer's two clocks by default. */
  readonly clockSources?: ClockSources;
  readonly keepaliveS?: number;
  readonly backoff?: BackoffPlan;
  readonly inboxLimits?: InboxLimits;
  /** Sees or refuses commits; for tests and measurements. */
  readonly wrapWriter?: (writer: Writer) => Writer;
}

export interface Engine {
  /** A window's port; it asks for its snapshot itself. */
  connect(port: WindowPort): void;
  /** The system woke up. */
  resumed(): void;
  /** The committed picture. */
  tables(): FleetTables;
  /** What a tunnel to the site may lead to. */
  consoles(site: SiteId): SiteConsoles;
  readonly hubs: readonly HubSource[];
  /** Commits what has arrived, says goodbye to the hubs, closes the database. */
  stop(): Promise<void>;
}

class RunningEngine implements Engine {
  readonly #config: EngineConfig;
  readonly #deps: EngineDeps;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #inbox: Inbox;
  readonly #pipeline: Pipeline;
  readonly #windows: Windows;
  readonly #desk: Desk;
  readonly #hubs = new Map<HubId, HubSource>();
  readonly #alertClock: AlertClock;
  readonly #stopCleanUp: () => void;
  readonly #recordStatus: () => void;

  /** Store, fold, pipeline, windows, desk, hubs, clock: in this order, so that the last picture is there before anything connects. */
  constructor(config: EngineConfig, deps: EngineDeps) {
    const { log, random = Math.random } = deps;
    this.#config = config;
    this.#deps = deps;
    const clock = createClock(config.clock, deps.clockSources);
    this.#clock = clock;
    const store = openStore(config.dataDir, clock, log);
    this.#store = store;
    const { picture } = store;
    const quarantine = createQuarantine();
    const figures = new HubFigures();
    const inbox = new BoundedInbox(() => this.#pipeline.wake(), () => this.#hubs.forEach((hub) => hub.resume()), deps.inboxLimits);
    this.#inbox = inbox;
    this.#pipeline = new Pipeline(restoreFleet(picture, foldOptions(config), clock.at()), {
      ...{ inbox, quarantine, figures, clock, log, random },
      writer: deps.wrapWriter?.(store.writer) ?? store.writer,
      flood: new SiteFloodGate(store.reader, picture.spoolSizes),
      acknowledge: (hub, connection, messageIds) => this.#hubs.get(hub)?.acknowledge(connection, messageIds),
      onCommitted: (committed) => {
        this.#windows.committed(committed);
        this.#desk.committed(committed);
      },
      onRequest: (request) => this.#answer(request),
      onDamaged: (error) => this.#onDamaged(error),
    });
    this.#windows = new Windows({
      ...{ clock, config, quarantine, figures, inbox, hubs: this.#hubs, reader: store.reader },
      tables: () => this.tables(),
      statusHistory: () => store.statusSlots.until(clock.wallTs()),
      acceptRouter: (site) => this.#desk.acceptRouter(site, this.tables().sites[site]?.oldBoots, operatorOf(config)),
      rules: createSharedRules({
        rules: () => rulesOf(this.#pipeline.state),
        hubs: () => this.hubs.map(({ record }) => record),
        reader: store.reader,
        set: (id, draft) => this.#desk.setRule(id, draft, operatorOf(config)),
      }),
      adopt: ({ sites, state }) => this.#desk.adopt(sites, state, operatorOf(config)),
      pictureTs: () => this.#pipeline.newestTs ?? picture.pictureTs,
    });
    for (const notice of store.notices) inbox.pushEvent(notice);
    this.#desk = openEngineDesk({ config, clock, log, random, inbox, hubs: this.#hubs, state: () => this.#pipeline.state }, picture.desk);
    this.#openHubs(random);
    const onFailure = (error: unknown): void => void (storeFailure(error) === 'damaged' && this.#onDamaged(error));
    const seen = { tables: () => this.tables(), isLive: () => this.#windows.isLive };
    this.#recordStatus = createStatusRecorder({ ...{ slots: store.statusSlots, clock, log, onFailure }, ...seen });
    this.#alertClock = startAlertClock({ clock, onTick: (tick) => this.#tick(tick) });
    this.#stopCleanUp = startCleanUp(store.retention, clock, log, onFailure);
  }

  get hubs(): readonly HubSource[] {
    return [...this.#hubs.values()];
  }

  connect(port: WindowPort): void {
    this.#windows.connect(port);
  }

  resumed(): void {
    this.#alertClock.resumed();
    this.#hubs.forEach((hub) => hub.nudge());
  }

  tables(): FleetTables {
    return tablesOf(this.#pipeline.state);
  }

  consoles(site: SiteId): SiteConsoles {
    const { sites } = this.tables();
    return siteConsoles(sites[site], this.#store.reader.siteDocuments(site)['state/site']);
  }

  async stop(): Promise<void> {
    this.#alertClock.stop();
    this.#stopCleanUp();
    this.#pipeline.drain();
    this.#pipeline.stop();
    await this.#desk.stop();
    await Promise.all(this.hubs.map((hub) => hub.stop()));
    this.#windows.close();
    this.#store.db.close();
  }

  #openHubs(random: () => number): void {
    const { hubs, dataDir, consoleId, showAllAsAdopted } = this.#config;
    const { log, keepaliveS, backoff } = this.#deps;
    const clientIds = loadClientIds(dataDir, hubs.map(({ id }) => id), () => randomBytes(4).toString('hex'));
    const tuning = { ...(keepaliveS !== undefined && { keepaliveS }), ...(backoff && { backoff }) };
    for (const hub of hubs) {
      const clientHex = clientIds.get(hub.id) as string;
      const parts = { hub, clientHex, consoleId, mayAsk: !showAllAsAdopted, clock: this.#clock, inbox: this.#inbox, log, random, ...tuning };
      this.#hubs.set(hub.id, openHubSource(parts));
    }
  }

  /** While batches are refused nobody judges ticks; the first one after it is late, and the fold starts all silence anew. */
  #tick(tick: TickEvent): void {
    if (!this.#pipeline.isBlocked) this.#inbox.pushEvent(tick);
    this.#windows.tick();
    if (!this.#pipeline.isBlocked) this.#recordStatus();
  }

  #answer(request: FleetRequest): void {
    this.#hubs.forEach((hub) => hub.rebuild(REBUILD_FOR[request]));
  }

  /** The damaged file is put aside at once, so that whatever happens next the new process starts with a clean one. */
  #onDamaged(error: unknown): void {
    this.#deps.log.error('database damaged', { error });
    this.#pipeline.stop();
    this.#store.db.close();
    putAside(join(this.#config.dataDir, DATABASE_FILE), this.#clock.wallTs());
    this.#deps.onFatal('database damaged');
  }
}

const REBUILD_FOR = { resubscribe: 'sleep', reread: 'accepted' } as const satisfies Record<FleetRequest, string>;

const foldOptions = ({ consoleId, hubs, showAllAsAdopted }: EngineConfig): FoldOptions => ({
  consoleId,
  hubs: hubs.map(({ id }) => id),
  showAllAsAdopted,
});

/** Starts at once; hubs are connected in the background. Throws for a configuration or database error that is a bug. */
export const startEngine = (config: EngineConfig, deps: EngineDeps): Engine => new RunningEngine(config, deps);
