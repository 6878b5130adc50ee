import type { ClockConfig, EngineProcessState, HubConfig, HubSetting, LocalSettings } from '../fleet/ipc.ts';
import { backoffMs } from '../platform/backoff.ts';
import type { LaunchArguments } from './arguments.ts';
import { startDemoClock, type DemoClock } from './demo-clock.ts';
import { startDemoProcess } from './demo-process.ts';
import type { DemoConsoles } from './demo-tailnet.ts';
import { fleetTimeAt } from './fleet-clock.ts';
import { engineConfigOf, planFleet, type FleetPlan, type HubSecret } from './engine-config.ts';
import { createEngineProcess, type EngineProcess } from './engine-process.ts';
import { readHubFiles, type HubFiles } from './hub-files.ts';
import { gatherHubs, type HubSources } from './hub-secrets.ts';
import type { Profile } from './profile.ts';
import type { SecretStore } from './secrets.ts';

export interface FleetRuntimeParts {
  readonly profile: Profile;
  readonly consoleId: string;
  readonly args: LaunchArguments;
  readonly settings: () => LocalSettings;
  readonly secrets: SecretStore;
  readonly environmentSecret: HubSecret;
  readonly environmentFiles: HubFiles;
  readonly speed: number;
  readonly baseMs: number | undefined;
  readonly engineEntry: string;
  readonly simulatorEntry: string;
  readonly onEngineState: (state: EngineProcessState) => void;
  /** The demo's sites have consoles, from now on at this place. */
  readonly onDemoConsoles: (consoles: DemoConsoles) => void;
  /** One of the demo's sites is cut off, or back; by its name in the tailnet. */
  readonly onDemoCutOff: (node: string, isCutOff: boolean) => void;
  readonly log: (source: string, text: string) => void;
}

const RESTART_DELAY = { baseMs: 500, maxMs: 30_000 };
const delayMs = (attempt: number): number => backoffMs(RESTART_DELAY, attempt - 1, Math.random());

/** Demo or real fleet: which processes run, with which hubs and which clock. */
export class FleetRuntime {
  readonly engine: EngineProcess;
  #parts: FleetRuntimeParts;
  #plan: FleetPlan;
  #clock: ClockConfig;
  /** Settles when the keychain answered or was too slow; absent before there was any. */
  #hubs: Promise<readonly HubConfig[]> | undefined;
  #demo: { readonly clock: DemoClock; readonly stop: () => Promise<void> } | undefined;
  #connects = 0;

  constructor(parts: FleetRuntimeParts) {
    this.#parts = parts;
    this.#plan = planFleet(parts.args, parts.settings());
    this.#clock = { speed: parts.speed, baseMs: parts.baseMs ?? Date.now() };
    this.engine = createEngineProcess({
      entry: parts.engineEntry,
      config: async () =>
        engineConfigOf({ ...parts, hubs: (await this.#hubs) ?? [], plan: this.#plan, clock: this.#clock }),
      delayMs,
      onState: parts.onEngineState,
      log: parts.log,
    });
  }

  get plan(): FleetPlan {
    return this.#plan;
  }

  get clockSpeed(): number {
    return this.#clock.speed;
  }

  /** The fleet's clock at a moment of this computer's, both epoch ms. */
  timeAt(ms: number): number {
    return fleetTimeAt(this.#clock, ms);
  }

  start(): void {
    if (this.#plan.kind === 'demo') this.#startDemo(this.#plan.sites);
    else void this.#connect(this.#plan.hubs);
  }

  /** Ends the demo if it runs and connects to `hubs` instead; the keychain is asked meanwhile. */
  async useHubs(hubs: readonly HubSetting[]): Promise<void> {
    await Promise.all([this.engine.stop(), this.#stopDemo()]);
    if (this.#plan.kind === 'demo') this.#clock = { speed: 1, baseMs: Date.now() };
    this.#plan = { kind: 'hubs', hubs, showAllAsAdopted: false };
    void this.#connect(hubs);
  }

  async stop(): Promise<void> {
    this.#connects += 1;
    await Promise.all([this.engine.stop(), this.#stopDemo()]);
  }

  #startDemo(sites: number): void {
    const { profile, speed, baseMs, simulatorEntry, log } = this.#parts;
    const clock = startDemoClock(profile.demoDir, speed, baseMs);
    this.#clock = clock.config;
    const simulator = startDemoProcess({
      entry: simulatorEntry,
      sites,
      clock: clock.config,
      delayMs,
      log,
      onHub: (hub) => this.#useDemoHub(hub),
      onConsoles: this.#parts.onDemoConsoles,
      onCutOff: this.#parts.onDemoCutOff,
      // The last picture is better than none.
      onFailed: () => this.engine.start(),
    });
    this.#demo = { clock, stop: simulator.stop };
  }

  /** Each start of the simulator has another port and password. */
  #useDemoHub(hub: HubConfig): void {
    const again = this.#hubs !== undefined;
    this.#hubs = Promise.resolve([hub]);
    if (again) void this.engine.restart();
    else this.engine.start();
  }

  /** The engine's process comes up while the keychain is asked. */
  async #connect(wanted: readonly HubSetting[]): Promise<void> {
    const turn = (this.#connects += 1);
    const gathering = gatherHubs(wanted, hubSources(this.#parts));
    this.#hubs = gathering.then(({ hubs }) => hubs);
    this.engine.start();
    const late = await (await gathering).late;
    if (late === undefined || turn !== this.#connects) return;
    this.#hubs = Promise.resolve(late);
    await this.engine.restart();
  }

  async #stopDemo(): Promise<void> {
    this.#demo?.clock.stop();
    await this.#demo?.stop();
    this.#demo = undefined;
  }
}

/** What the environment gives is meant for the hubs of the command line; no other hub may see it. */
const hubSources = (parts: FleetRuntimeParts): HubSources => {
  const { user, password } = parts.environmentSecret;
  const named = (hub: HubSetting): boolean => parts.args.hubUrls.includes(hub.url);
  const hasSecret = user !== undefined || password !== undefined;
  return {
    given: (hub) => (hasSecret && named(hub) ? parts.environmentSecret : undefined),
    find: parts.secrets.find,
    pem: (hub) =>
      readHubFiles(named(hub) ? { ...hub, ...parts.environmentFiles } : hub, (text) => parts.log('main', text)),
  };
};
