import type { At } from '../../fleet/events.ts';
import type { Log } from '../../platform/log.ts';
import type { AgentSettings } from '../site/settings.ts';
import type { BridgeAdapter, BridgeAdapterDeps, HubAddress } from './bridge-adapter.ts';
import { SCENARIOS } from './scenarios.ts';
import type { ScenarioKind } from './scenarios.ts';
import { SimulatedSite } from './simulated-site.ts';
import type { SiteBroker } from './site-broker.ts';
import { momentsBetween } from './story.ts';
import type { StoryStep } from './story.ts';

/*
 * SIMULATION: many sites on one clock. One timer drives all of them, each at its own phase.
 */

export interface SimulationDeps {
  readonly sites: readonly AgentSettings[];
  /** Of one site: its user and password may differ from another's. */
  readonly hubsOf: (site: AgentSettings) => readonly HubAddress[];
  /** A real broker for a site, instead of the one in memory. */
  readonly brokerOf?: (site: AgentSettings) => SiteBroker;
  readonly openBridge?: (deps: BridgeAdapterDeps) => BridgeAdapter;
  readonly story: readonly StoryStep[];
  readonly repeats: boolean;
  readonly seed: number;
  readonly fleetNow: () => At;
  readonly log: Log;
}

/** Fleet time between two looks of an agent. */
const TICK_MS = 5_000;
const DRIVE_EVERY_MS = 50;
/** New sites per turn of the driver: a thousand connections do not open in one moment. */
const STARTS_PER_TURN = 12;

export class Simulation {
  readonly #deps: SimulationDeps;
  readonly #sites = new Map<string, SimulatedSite>();
  readonly #nextTickMs = new Map<SimulatedSite, number>();
  readonly #startMonoMs: number;
  #toldS = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: SimulationDeps) {
    this.#deps = deps;
    this.#startMonoMs = deps.fleetNow().monoMs;
  }

  get sites(): ReadonlyMap<string, SimulatedSite> {
    return this.#sites;
  }

  /** Starts the driver; without it, whoever owns the simulation calls `drive`. */
  start(): this {
    this.drive();
    this.#timer = setInterval(() => this.drive(), DRIVE_EVERY_MS);
    return this;
  }

  /** One turn: new sites, moments of the story, looks that are due. */
  drive(): void {
    const { monoMs } = this.#deps.fleetNow();
    this.#startSome();
    this.#tell(monoMs);
    for (const [site, dueMs] of this.#nextTickMs) {
      if (monoMs < dueMs) continue;
      this.#nextTickMs.set(site, Math.max(dueMs + TICK_MS, monoMs));
      site.tick();
    }
  }

  #startSome(): void {
    const { sites, hubsOf, brokerOf, openBridge, seed, fleetNow, log } = this.#deps;
    for (const settings of sites.slice(this.#sites.size, this.#sites.size + STARTS_PER_TURN)) {
      const site = new SimulatedSite({
        settings,
        seed,
        fleetNow,
        hubs: hubsOf(settings),
        ...(brokerOf ? { broker: brokerOf(settings) } : {}),
        ...(openBridge ? { openBridge } : {}),
        log,
      });
      this.#sites.set(settings.site, site);
      this.#nextTickMs.set(site, fleetNow().monoMs);
    }
  }

  #tell(monoMs: number): void {
    const { story, repeats } = this.#deps;
    // A site that has not started yet cannot have an incident.
    if (this.#sites.size < this.#deps.sites.length) return;
    const nowS = (monoMs - this.#startMonoMs) / 1_000;
    const moments = momentsBetween(story, this.#toldS, nowS, repeats);
    this.#toldS = nowS;
    for (const { step, phase, cycle } of moments) this.act(step.site, step.kind, phase, cycle);
  }

  /** Begins or ends a scenario at a site now; a site that does not exist has no incidents. */
  act(id: string, kind: ScenarioKind, phase: 'begin' | 'end', cycle: number): void {
    const site = this.#sites.get(id);
    if (!site) return;
    this.#deps.log.debug('story', { site: id, kind, phase });
    SCENARIOS[kind][phase]({ site, ...this.#deps.fleetNow(), cycle });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(Array.from(this.#sites.values(), (site) => site.stop()));
  }
}
