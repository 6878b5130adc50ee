import type { At } from '../../../fleet/events.ts';
import { monotonicFactory } from 'ulid';
import { silentLog } from '../../../platform/log.ts';
import { createMemoryFrigateStore } from '../../site/frigate/frigate-memory.ts';
import type { CrashFiles } from '../../site/journal/crash-files.test-support.ts';
import { createCrashFiles } from '../../site/journal/crash-files.test-support.ts';
import { openJournal } from '../../site/journal/journal.ts';
import type { Journal } from '../../site/journal/journal.ts';
import type { LocalBroker } from '../../site/local-broker.ts';
import type { AgentSettings } from '../../site/settings.ts';
import { SiteAgent } from '../../site/site-agent.ts';
import { createSimulatedFrigate } from '../../simulator/frigate.ts';
import type { SimulatedFrigate } from '../../simulator/frigate.ts';
import { createRandom } from '../../simulator/random.ts';
import type { Random } from '../../simulator/random.ts';
import { simulatedProbes } from '../../simulator/simulated-probes.ts';
import { createWorld, passTime } from '../../simulator/world.ts';
import type { World } from '../../simulator/world.ts';
import type { Ledger } from '../ledger.ts';
import { ModelBroker } from './model-broker.ts';
import type { ModelHub } from './model-hub.ts';

/*
 * One site of the simulated soak: the real agent on the real journal, a modelled disk, a modelled broker, a simulated world.
 */

export interface ModelSiteDeps {
  readonly settings: AgentSettings;
  readonly hubs: readonly ModelHub[];
  readonly seed: number;
  readonly now: () => At;
  readonly ledger: Ledger;
}

export class ModelSite {
  readonly world: World;
  readonly broker: ModelBroker;
  readonly #deps: ModelSiteDeps;
  readonly #random: Random;
  readonly #frigates: readonly SimulatedFrigate[];
  #files: CrashFiles = createCrashFiles();
  #frigateStore = createMemoryFrigateStore();
  #agent: SiteAgent | undefined;
  #journal: Journal | undefined;
  #lastMonoMs: number;
  /** Events that left the outbox before the hub had them, over all lives. */
  #dropped = 0;

  constructor(deps: ModelSiteDeps) {
    const { settings, seed, hubs } = deps;
    const { wallTs, monoMs } = deps.now();
    this.#deps = deps;
    this.#random = createRandom(seed, 'soak site');
    this.#lastMonoMs = monoMs;
    this.world = createWorld(settings, seed, wallTs, monoMs);
    this.broker = new ModelBroker(settings.site, hubs, () => this.#random.next());
    this.#frigates = Array.from(this.world.nvrs.values(), (nvr) =>
      createSimulatedFrigate(nvr, createRandom(seed, `${nvr.settings.id} frigate`), monoMs, (message) => this.broker.publishForeign(message)),
    );
    this.startAgent();
  }

  get agent(): SiteAgent | undefined {
    return this.#agent;
  }

  get dropped(): number {
    return this.#dropped + (this.#journal?.dropped ?? 0);
  }

  get depth(): number {
    return this.#journal?.depth ?? 0;
  }

  startAgent(): void {
    if (this.#agent) return;
    const { settings, now, ledger } = this.#deps;
    const startMs = now().monoMs;
    const files = this.#files;
    const newUlid = monotonicFactory(() => this.#random.next());
    this.#journal = ledger.watch(openJournal({ files, monoMs: 0 }));
    ledger.begin(this.#journal.lastSeq);
    const journal = this.#journal;
    this.#agent = new SiteAgent({
      settings,
      version: '0.1.0-soak',
      broker: this.#brokerOf(files),
      store: journal.store,
      openOutbox: () => journal,
      frigateStore: this.#frigateStore,
      probes: simulatedProbes({ site: settings.site, world: this.world, fleetNow: now, bridges: () => this.#bridges(), random: this.#random }),
      now: () => ({ wallTs: Math.round(now().wallTs + this.world.clockOffsetMs), monoMs: now().monoMs - startMs }),
      newId: (wallTs) => newUlid(Math.max(0, Math.round(wallTs))),
      random: () => this.#random.next(),
      log: silentLog(),
    });
  }

  /** A process that was stopped within a write says nothing any more, though the code around it runs on to its end. */
  #brokerOf(files: CrashFiles): LocalBroker {
    const broker = this.broker.connectAgent();
    return {
      ...broker,
      publish: (message, taken) => {
        if (!files.stopped) broker.publish(message, taken);
      },
    };
  }

  #bridges() {
    return this.broker.bridges.map(({ hub, up }) => ({ hub: hub.id, connected: up, refusals: 0 }));
  }

  step(): void {
    const at = this.#deps.now();
    passTime(this.world, at.monoMs - this.#lastMonoMs);
    this.#lastMonoMs = at.monoMs;
    for (const frigate of this.#frigates) frigate.tick(at);
    this.#agent?.tick();
    this.broker.step(at.monoMs);
    if (this.#files.stopped) this.killAgent();
  }

  /** SIGKILL. */
  killAgent(): void {
    if (!this.#agent) return;
    this.#end();
    this.#swap(this.#files.afterKill());
  }

  /** SIGKILL in the middle of a write to come. */
  killAgentAtWrite(operations: number, share: number): void {
    this.#files.stopAfter(operations, share);
  }

  async termAgent(): Promise<void> {
    const [agent, journal] = [this.#agent, this.#journal];
    if (!agent) return;
    this.#agent = undefined;
    await agent.stop();
    journal?.close();
    this.#dropped += journal?.dropped ?? 0;
    this.#journal = undefined;
    this.broker.dropAgent();
    this.#swap(this.#files.afterKill());
  }

  /** Agent and broker go at once, and what was not synced. */
  cutPower(): void {
    this.#end();
    this.broker.kill();
    this.#swap(this.#files.afterPowerCut(() => this.#random.next()));
  }

  #end(): void {
    this.#dropped += this.#journal?.dropped ?? 0;
    this.#agent = undefined;
    this.#journal = undefined;
    this.broker.dropAgent();
  }

  #swap(files: CrashFiles): void {
    files.room = this.#files.room;
    this.#files = files;
  }

  fillDisk(isFull: boolean): void {
    this.#files.room = isFull ? this.#files.size : Infinity;
  }
}
