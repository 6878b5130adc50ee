import { setImmediate as turn } from 'node:timers/promises';
import type { At } from '../../../fleet/events.ts';
import { openAlerts } from '../../site/alert-step.ts';
import type { AgentSettings } from '../../site/settings.ts';
import { fleetSites } from '../../simulator/fleet-sites.ts';
import { createRandom } from '../../simulator/random.ts';
import type { Random } from '../../simulator/random.ts';
import { createFaults } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { openHeadquarters } from '../headquarters.ts';
import type { Headquarters } from '../headquarters.ts';
import { createLedger } from '../ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createFaultSchedule } from './fault-schedule.ts';
import type { FaultPlan, FaultSchedule } from './fault-schedule.ts';
import { createModelHub } from './model-hub.ts';
import type { ModelHub } from './model-hub.ts';
import { ModelSite } from './model-site.ts';

/*
 * SIMULATED SOAK: the agent's real logic, journal and headquarters' real fold over many hours; brokers and disk are models
 * that lose by the rules of contract §8.
 */

export interface SimulatedSoakOptions {
  readonly hours: number;
  readonly hubs: 1 | 2;
  readonly seed: number;
}

export interface SimulatedSoakResult {
  readonly faults: Faults;
  readonly events: number;
  readonly copies: number;
  readonly happened: ReadonlyMap<string, number>;
}

const STEP_MS = 5_000;
const CONSOLE_TICK_MS = 30_000;
/** So often others in the same process get their turn. */
const YIELD_MS = 500_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const START_TS = 1_780_000_000_000;
const TEN_YEARS_MS = 3.156e11;
/** All is well for so long at the end. */
const QUIET_MS = 90 * MINUTE_MS;
/** Health comes every 60 s; so long after the last trouble its absence is a fault. */
const SETTLED_MS = 15 * MINUTE_MS;
const SILENT_MS = 5 * MINUTE_MS;

interface Soak {
  readonly site: ModelSite;
  readonly hubs: readonly ModelHub[];
  readonly random: Random;
}

const plan = (name: string, meanH: number, minMs: number, maxMs: number, begin: () => void, end: () => void): FaultPlan => ({
  name,
  meanGapMs: meanH * HOUR_MS,
  minMs,
  maxMs,
  begin,
  end,
});

/** Cuts of the line, brokers that end, the console away. */
const networkPlans = ({ site, hubs, random }: Soak): readonly FaultPlan[] => [
  ...site.broker.bridges.flatMap((bridge, index) => [
    plan(`uplink ${index + 1} cut`, 4, MINUTE_MS, 6 * HOUR_MS, () => (bridge.line = 'broken'), () => (bridge.line = 'good')),
    plan(`uplink ${index + 1} dead`, 8, MINUTE_MS / 2, HOUR_MS / 2, () => (bridge.line = 'dead'), () => (bridge.line = 'good')),
  ]),
  ...hubs.flatMap((hub) => [
    plan(`${hub.id} restarted`, 24, 5_000, 10 * MINUTE_MS, () => hub.term(), () => hub.start()),
    plan(`${hub.id} killed`, 24, 5_000, 10 * MINUTE_MS, () => hub.kill(), () => hub.start()),
    plan(`${hub.id} crashes unseen`, 12, MINUTE_MS, 20 * MINUTE_MS, () => (hub.wantsConsole = false), () => (hub.crash(), (hub.wantsConsole = true))),
    plan(`console away from ${hub.id}`, 12, MINUTE_MS, 2 * HOUR_MS, () => (hub.wantsConsole = false), () => (hub.wantsConsole = true)),
  ]),
  plan('site broker restarted', 12, 5_000, 2 * MINUTE_MS, () => site.broker.term(), () => site.broker.start()),
  plan('site broker killed', 12, 5_000, 2 * MINUTE_MS, () => site.broker.kill(), () => site.broker.start()),
  plan(
    ...(['outage that ends with a kill', 12, 5 * MINUTE_MS, 2 * HOUR_MS] as const),
    () => site.broker.bridges.forEach((bridge) => (bridge.line = 'broken')),
    () => (site.broker.kill(), site.broker.start(), site.broker.bridges.forEach((bridge) => (bridge.line = 'good'))),
  ),
  plan('power cut', 24, 20_000, HOUR_MS, () => site.cutPower(), () => (site.broker.start(), site.startAgent())),
  plan('agent killed', 6, 5_000, 5 * MINUTE_MS, () => site.killAgent(), () => site.startAgent()),
  plan(
    ...(['agent killed in a write', 6, MINUTE_MS, 10 * MINUTE_MS] as const),
    () => site.killAgentAtWrite(random.integer(1, 12), random.next()),
    () => (site.killAgent(), site.startAgent()),
  ),
  plan('disk full', 24, MINUTE_MS, HOUR_MS / 2, () => site.fillDisk(true), () => site.fillDisk(false)),
];

/** Clock jumps, and things that go wrong at the site. */
const worldPlans = ({ site: { world }, random }: Soak): readonly FaultPlan[] => [
  plan('clock ten years ahead', 24, MINUTE_MS, 2 * HOUR_MS, () => (world.clockOffsetMs = TEN_YEARS_MS), () => (world.clockOffsetMs = 0)),
  plan('clock ten years behind', 24, MINUTE_MS, 2 * HOUR_MS, () => (world.clockOffsetMs = -TEN_YEARS_MS), () => (world.clockOffsetMs = 0)),
  plan('clock unset', 24, MINUTE_MS, HOUR_MS, () => (world.clockSynced = false), () => (world.clockSynced = true)),
  plan('hot', 6, MINUTE_MS, HOUR_MS, () => (world.tempC = 93), () => (world.tempC = 50)),
  ...Array.from(world.nvrs.values()).flatMap((nvr) => [
    plan('safe mode', 8, MINUTE_MS, HOUR_MS, () => (nvr.safeMode = true), () => (nvr.safeMode = false)),
    plan('NVR down', 8, MINUTE_MS, HOUR_MS, () => (nvr.running = false), () => (nvr.running = true)),
    plan('NVR mute', 8, MINUTE_MS, HOUR_MS, () => (nvr.mute = true), () => (nvr.mute = false)),
    plan('detector slow', 6, MINUTE_MS, HOUR_MS, () => (nvr.inferenceMs = 160), () => (nvr.inferenceMs = 11)),
    ...nvr.cameras
      .filter(({ settings }) => settings.enabled)
      .map((camera) =>
        plan('camera dark', 2, MINUTE_MS, HOUR_MS * (0.5 + random.next()), () => (camera.dark = true), () => (camera.dark = false)),
      ),
  ]),
];

const siteWith = (hubs: number, seed: number): AgentSettings => {
  const [settings] = fleetSites(6, seed).filter(({ nvrs }) => nvrs.length === 1);
  if (!settings) throw new Error('no site with one NVR');
  const nvrs = settings.nvrs.map((nvr) => ({ ...nvr, cameras: nvr.cameras.slice(0, 8) }));
  const named = Array.from({ length: hubs }, (_, index) => ({ name: `hub-${index + 1}`, host: 'hub.example', port: 8_883 }));
  return { ...settings, nvrs, hubs: named };
};

/** What headquarters shows against what is true at the site. */
const comparePictures = (site: ModelSite, headquarters: Headquarters, faults: Faults): void => {
  const facts = site.agent?.facts();
  if (!facts) return faults.add('ended', 'the agent does not run at the end');
  const own = openAlerts(facts.report.alerts).map(({ id, kind, object, rev }) => `${kind} ${object} ${id} ${rev}`).toSorted();
  const shown = headquarters.openAlerts().map(({ id, kind, object, rev }) => `${kind} ${object} ${id} ${rev}`).toSorted();
  if (own.join('\n') !== shown.join('\n')) faults.add('picture', `alerts: the site has [${own.join(', ')}], headquarters shows [${shown.join(', ')}]`);
  const dark = Array.from(site.world.nvrs.values()).flatMap(({ cameras }) => cameras.filter((camera) => camera.dark).map(({ settings }) => settings.id));
  const cameras = (headquarters.last('state/cameras')?.['cameras'] ?? []) as readonly { readonly id: string; readonly detect: string }[];
  const offline = cameras.filter(({ detect }) => detect === 'offline').map(({ id }) => id);
  if (dark.toSorted().join() !== offline.toSorted().join()) faults.add('picture', `cameras: dark are [${dark.join()}], shown [${offline.join()}]`);
  const expected = own.length === 0 ? 'ok' : own.some((text) => text.startsWith('nvr_') || text.startsWith('no_rec')) ? 'err' : 'warn';
  const status = headquarters.record()?.status;
  if (status !== expected) faults.add('picture', `status: ${status ?? 'none'} instead of ${expected}`);
};

interface Run {
  readonly soak: Soak;
  readonly schedules: readonly FaultSchedule[];
  readonly headquarters: Headquarters;
  readonly faults: Faults;
  readonly clock: { ms: number };
  readonly now: () => At;
  readonly heardMs: { last: number };
}

/** Steps until `untilMs`; a silence while everything stands is a fault. */
const pass = async ({ soak, schedules, headquarters, faults, clock, now, heardMs }: Run, untilMs: number): Promise<void> => {
  let troubleMs = clock.ms;
  for (; clock.ms < untilMs; clock.ms += STEP_MS) {
    for (const schedule of schedules) schedule.step(clock.ms);
    soak.site.step();
    for (const hub of soak.hubs) hub.step(clock.ms);
    if (clock.ms % CONSOLE_TICK_MS === 0) headquarters.tick(now());
    if (clock.ms % YIELD_MS === 0) await turn();
    if (schedules[0] && schedules[0].on > 0) troubleMs = clock.ms;
    if (clock.ms - troubleMs > SETTLED_MS && clock.ms - heardMs.last > SILENT_MS) {
      faults.add('silent', `nothing for ${(clock.ms - heardMs.last) / 1_000} s at hour ${(clock.ms / HOUR_MS).toFixed(2)}`);
      heardMs.last = clock.ms;
    }
  }
};

const prepare = (options: SimulatedSoakOptions, faults: Faults, ledger: Ledger): Run => {
  const clock = { ms: 0 };
  const now = (): At => ({ wallTs: START_TS + clock.ms, monoMs: clock.ms });
  const settings = siteWith(options.hubs, options.seed);
  const random = createRandom(options.seed, 'soak');
  const names = settings.hubs.map(({ name }) => name);
  const headquarters = openHeadquarters(settings.site, names, faults, now());
  const heardMs = { last: 0 };
  const hear = (hub: string, topic: string, payload: string, retained: boolean): void => {
    if (topic.includes('/event/')) ledger.heard(payload);
    if (topic.endsWith('state/health') && !retained) heardMs.last = clock.ms;
    headquarters.hear(hub, topic, payload, retained, now());
  };
  const hubs = names.map((name) => createModelHub(name, { link: (hub, connected) => headquarters.link(hub, connected, now()), hear }));
  const soak = { site: new ModelSite({ settings, hubs, seed: options.seed, now, ledger }), hubs, random };
  const schedules = [networkPlans(soak), worldPlans(soak)].map((plans) => createFaultSchedule(plans, random, 0));
  return { soak, schedules, headquarters, faults, clock, now, heardMs };
};

/** Runs the whole soak; pure but for its own arguments: the same seed finds the same. */
export const runSimulatedSoak = async (options: SimulatedSoakOptions): Promise<SimulatedSoakResult> => {
  const faults = createFaults();
  const ledger = createLedger(faults);
  const run = prepare(options, faults, ledger);
  const { schedules, clock, soak } = run;
  await pass(run, options.hours * HOUR_MS);
  for (const schedule of schedules) schedule.heal();
  soak.site.startAgent();
  // Something is wrong at the end, so that an empty picture is none.
  const [nvr] = [...soak.site.world.nvrs.values()];
  const camera = nvr?.cameras.find(({ settings }) => settings.enabled);
  if (camera) camera.dark = true;
  await pass(run, clock.ms + QUIET_MS);
  ledger.settle();
  if (soak.site.dropped > 0) faults.add('dropped', `${soak.site.dropped} events`);
  if (soak.site.depth > 100) faults.add('dropped', `${soak.site.depth} events still wait after ${QUIET_MS / MINUTE_MS} quiet minutes`);
  comparePictures(soak.site, run.headquarters, faults);
  const happened = new Map(schedules.flatMap(({ counts }) => [...counts]));
  return { faults, events: ledger.count, copies: ledger.copies, happened };
};
