import type { At } from '../../fleet/events.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { TOPIC_ROOT, bridgeStateTopic } from '../../fleet/topics.ts';
import type { Log } from '../../platform/log.ts';
import { createMemoryStore } from '../site/agent-store.ts';
import type { AgentMemory, AgentStore } from '../site/agent-store.ts';
import type { LocalMessage } from '../site/local-broker.ts';
import { createMemoryOutbox } from '../site/outbox.ts';
import type { AgentSettings } from '../site/settings.ts';
import { SiteAgent } from '../site/site-agent.ts';
import { openBridge } from './bridge-adapter.ts';
import type { BridgeAdapter, BridgeAdapterDeps, HubAddress } from './bridge-adapter.ts';
import { createSimulatedFrigate } from './frigate.ts';
import type { SimulatedFrigate } from './frigate.ts';
import { createSimulatedBroker } from './local-broker.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { simulatedProbes } from './simulated-probes.ts';
import type { BridgeReading } from './simulated-probes.ts';
import type { SiteBroker } from './site-broker.ts';
import { createUlids } from './ulids.ts';
import { createWorld, passTime } from './world.ts';
import type { World } from './world.ts';

export const SIMULATOR_VERSION = '0.1.0-simulated';

export interface SimulatedSiteDeps {
  readonly settings: AgentSettings;
  readonly seed: number;
  readonly fleetNow: () => At;
  readonly hubs: readonly HubAddress[];
  /** A real broker with real bridges instead of the one in memory; then there are no adapters. */
  readonly broker?: SiteBroker;
  /** How a bridge to a hub is made; over MQTT by default. */
  readonly openBridge?: (deps: BridgeAdapterDeps) => BridgeAdapter;
  readonly log: Log;
}

/** SIMULATION of one site: a world, its Frigates, the real agent on them, and the way to the hubs. */
export class SimulatedSite {
  readonly site: SiteId;
  readonly region: string;
  readonly world: World;
  readonly #deps: SimulatedSiteDeps;
  readonly #broker: SiteBroker;
  readonly #bridges: readonly BridgeAdapter[];
  readonly #retained: () => readonly LocalMessage[];
  readonly #frigates: readonly SimulatedFrigate[];
  readonly #random: Random;
  #store: AgentStore = createMemoryStore();
  #agent: SiteAgent | undefined;
  #lastMonoMs: number;

  constructor(deps: SimulatedSiteDeps) {
    const { settings, seed } = deps;
    const { wallTs, monoMs } = deps.fleetNow();
    this.site = settings.site;
    this.region = settings.description.region ?? '';
    this.#deps = deps;
    this.#random = createRandom(seed, `${settings.site} site`);
    this.#lastMonoMs = monoMs;
    this.world = createWorld(settings, seed, wallTs, monoMs);
    const opened = deps.broker ? { broker: deps.broker, bridges: [], retained: () => [] } : this.#openBroker();
    this.#broker = opened.broker;
    this.#bridges = opened.bridges;
    this.#retained = opened.retained;
    this.#frigates = Array.from(this.world.nvrs.values(), (nvr) =>
      createSimulatedFrigate(nvr, createRandom(seed, `${settings.site} ${nvr.settings.id} frigate`), monoMs, (message) =>
        this.#broker.publishForeign(message),
      ),
    );
    this.startAgent();
  }

  get isAgentRunning(): boolean {
    return this.#agent !== undefined;
  }

  get bridges(): readonly BridgeAdapter[] {
    return this.#bridges;
  }

  /** The retained documents on the site's own broker; none where that is a real one. */
  documents(): readonly LocalMessage[] {
    return this.#retained().filter(({ topic }) => topic.startsWith(TOPIC_ROOT));
  }

  #openBroker() {
    const local = createSimulatedBroker();
    const bridges = this.#deps.hubs.map((hub) => {
      const bridge = (this.#deps.openBridge ?? openBridge)({
        site: this.site,
        hub,
        retained: () => local.retained(),
        onState: (up) =>
          local.publishForeign({ topic: bridgeStateTopic(this.site), payload: up ? '1' : '0', qos: 0, retain: true }),
        random: () => this.#random.next(),
      });
      local.attach(bridge);
      return bridge;
    });
    const broker: SiteBroker = {
      connectAgent: () => local,
      publishForeign: local.publishForeign,
      dropAgent: local.dropAgent,
      stop: () => Promise.resolve(),
    };
    return { broker, bridges, retained: local.retained };
  }

  #bridgeReadings(): readonly BridgeReading[] {
    return this.#bridges.map(({ connected, refusals }, index) => ({
      hub: this.#deps.hubs[index]?.name ?? 'hub',
      connected: connected && this.world.refusals === 0,
      refusals: Math.max(refusals, this.world.refusals),
    }));
  }

  /** The router's own clock: wrong by an offset, or never set. */
  #routerNow(): At {
    const { wallTs, monoMs } = this.#deps.fleetNow();
    const { clockSynced, clockOffsetMs, osBootMonoMs } = this.world;
    return { wallTs: Math.round(clockSynced ? wallTs + clockOffsetMs : monoMs - osBootMonoMs), monoMs };
  }

  tick(): void {
    const at = this.#deps.fleetNow();
    passTime(this.world, at.monoMs - this.#lastMonoMs);
    this.#lastMonoMs = at.monoMs;
    for (const frigate of this.#frigates) frigate.tick(at);
    this.#agent?.tick();
  }

  startAgent(): void {
    if (this.#agent) return;
    const { settings, log, fleetNow } = this.#deps;
    this.#agent = new SiteAgent({
      settings,
      version: SIMULATOR_VERSION,
      broker: this.#broker.connectAgent(),
      store: this.#store,
      openOutbox: createMemoryOutbox,
      probes: simulatedProbes({
        site: this.site,
        world: this.world,
        fleetNow,
        bridges: () => this.#bridgeReadings(),
        random: this.#random,
      }),
      now: () => this.#routerNow(),
      newId: createUlids(this.#random),
      random: () => this.#random.next(),
      log,
    });
  }

  /** The agent's process dies; the broker publishes its last will. */
  killAgent(): void {
    this.#agent = undefined;
    this.#broker.dropAgent();
  }

  restartAgent(): void {
    this.killAgent();
    this.startAgent();
  }

  /** A new router: nothing remembered but what its test at the factory left (`memory`), no clock yet. */
  replaceRouter(memory: AgentMemory | undefined): void {
    this.killAgent();
    this.#store = createMemoryStore(memory);
    this.world.clockSynced = false;
    this.world.osBootMonoMs = this.#deps.fleetNow().monoMs;
    this.startAgent();
  }

  cutUplink(): void {
    for (const bridge of this.#bridges) bridge.cut();
  }

  mendUplink(): void {
    for (const bridge of this.#bridges) bridge.mend();
  }

  stallUplink(): void {
    for (const bridge of this.#bridges) bridge.stall();
  }

  unstallUplink(): void {
    for (const bridge of this.#bridges) bridge.flow();
  }

  async stop(): Promise<void> {
    const agent = this.#agent;
    this.#agent = undefined;
    await agent?.stop();
    await Promise.all(this.#bridges.map((bridge) => bridge.stop()));
    await this.#broker.stop();
  }
}
