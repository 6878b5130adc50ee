import type { At } from '../../fleet/events.ts';
import type { Log } from '../../platform/log.ts';
import type { AgentSettings } from '../site/settings.ts';
import type { BridgeAdapter, BridgeAdapterDeps, HubAddress } from './bridge-adapter.ts';
import { CUTS_OFF, SCENARIOS } from './scenarios.ts';
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
  /** A site is cut off from the world, or back. */
  readonly onCutOff?: (site: string, isCutOff: boolean) => void;
}

/** Fleet time between two looks of an agent. */
const TICK_MS = 5_000;
const DRIVE_EVERY_MS = 20;
/** Real time that one turn may take, so that the broker in the same process is never kept waiting. */
const TURN_MS = 8;
/** New sites per turn of the driver: a thousand connections do not open in one moment. */
const STARTS_PER_TURN = 6;

interface Driven {
  readonly site: SimulatedSite;
  dueMs: number;
}

export class Simulation {
  readonly #deps: SimulationDeps;
  readonly #sites = new Map<string, SimulatedSite>();
  readonly #driven: Driven[] = [];
  readonly #startMonoMs: number;
  #toldS = 0;
  #cursor = 0;
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
    this.#timer = setInterval(() => this.drive(TURN_MS), DRIVE_EVERY_MS);
    return this;
  }

  /** One turn: new sites, moments of the story, looks that are due as long as `turnMs` of real time last. */
  drive(turnMs = Infinity): void {
    const { monoMs } = this.#deps.fleetNow();
    this.#startSome();
    this.#tell(monoMs);
    const endMs = performance.now() + turnMs;
    for (let count = this.#driven.length; count > 0 && performance.now() < endMs; count -= 1) this.#look(monoMs);
  }

  /** By turns, so that on a slow machine no site waits longer than another. */
  #look(monoMs: number): void {
    const driven = this.#driven[this.#cursor];
    this.#cursor = (this.#cursor + 1) % this.#driven.length;
    if (!driven || monoMs < driven.dueMs) return;
    // Late ones keep their distance: a busy machine must not be given more to do.
    driven.dueMs = driven.dueMs + TICK_MS > monoMs ? driven.dueMs + TICK_MS : monoMs + TICK_MS;
    driven.site.tick();
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
      this.#driven.push({ site, dueMs: fleetNow().monoMs });
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
    if (CUTS_OFF.has(kind)) this.#deps.onCutOff?.(id, phase === 'begin');
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(Array.from(this.#sites.values(), (site) => site.stop()));
  }
}
