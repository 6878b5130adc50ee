import type { AgentMemory } from '../site/agent-store.ts';
import type { SimulatedSite } from './simulated-site.ts';
import { certificateOf } from './world.ts';
import type { WorldCamera, WorldNvr } from './world.ts';
import { createRandom } from './random.ts';

/*
 * SIMULATION: what can happen to a site. A step of the story names a kind; its executor begins it and puts things right
 * again. Executors change the world or the uplink, never the agent's judgement.
 */

export type ScenarioKind =
  | 'wan_down'
  | 'silent'
  | 'agent_dies'
  | 'cameras_offline'
  | 'camera_freezes'
  | 'recording_stops'
  | 'disk_fills'
  | 'recording_path_missing'
  | 'safe_mode'
  | 'nvr_down'
  | 'nvr_mute'
  | 'detector_slow'
  | 'hot'
  | 'packet_loss'
  | 'clock_ahead'
  | 'clock_unset'
  | 'renewal_fails'
  | 'router_replaced'
  | 'queue_drops'
  | 'hub_refuses';

export interface ScenarioContext {
  readonly site: SimulatedSite;
  /** True time of the fleet clock. */
  readonly wallTs: number;
  readonly monoMs: number;
  /** How often the story ran through before, from 0. */
  readonly cycle: number;
}

interface Scenario {
  readonly begin: (context: ScenarioContext) => void;
  readonly end: (context: ScenarioContext) => void;
}

/** While they last nobody reaches the site: no console there opens either. */
export const CUTS_OFF: ReadonlySet<ScenarioKind> = new Set(['wan_down', 'silent']);

const DAY_MS = 86_400_000;
const CLOCK_AHEAD_MS = 180_000;
const RENEWAL_FAILED_DAYS_LEFT = 26;

const lastNvr = ({ site }: ScenarioContext): WorldNvr | undefined => [...site.world.nvrs.values()].at(-1);

const firstNvr = ({ site }: ScenarioContext): WorldNvr | undefined => [...site.world.nvrs.values()][0];

/** Cameras that are switched on: the others cannot fail. */
const liveCameras = (context: ScenarioContext): readonly WorldCamera[] =>
  firstNvr(context)?.cameras.filter(({ settings }) => settings.enabled) ?? [];

/** A change of the world and the value that puts it right. */
const setting = <K extends 'tempC' | 'clockOffsetMs' | 'clockSynced' | 'refusals'>(
  key: K,
  bad: SimulatedSite['world'][K],
  good: SimulatedSite['world'][K],
): Scenario => ({
  begin: ({ site }) => {
    site.world[key] = bad;
  },
  end: ({ site }) => {
    site.world[key] = good;
  },
});

const onNvr = (
  nvrOf: (context: ScenarioContext) => WorldNvr | undefined,
  begin: (nvr: WorldNvr) => void,
  end: (nvr: WorldNvr, context: ScenarioContext) => void,
): Scenario => ({
  begin: (context) => {
    const nvr = nvrOf(context);
    if (nvr) begin(nvr);
  },
  end: (context) => {
    const nvr = nvrOf(context);
    if (nvr) end(nvr, context);
  },
});

const onCameras = (count: number, begin: (camera: WorldCamera, context: ScenarioContext) => void, end: (camera: WorldCamera) => void): Scenario => ({
  begin: (context) => liveCameras(context).slice(-count).forEach((camera) => begin(camera, context)),
  end: (context) => liveCameras(context).slice(-count).forEach(end),
});

/** The factory's test left the boot that tells how often the router was replaced: never the boot of an earlier one. */
const factoryMemory = (cycle: number): AgentMemory => ({ boot: cycle, eventSeq: 0, openAlerts: [], lastAlertIds: [] });

export const SCENARIOS: Readonly<Record<ScenarioKind, Scenario>> = {
  wan_down: { begin: ({ site }) => site.cutUplink(), end: ({ site }) => site.mendUplink() },
  silent: { begin: ({ site }) => site.stallUplink(), end: ({ site }) => site.unstallUplink() },
  agent_dies: { begin: ({ site }) => site.killAgent(), end: ({ site }) => site.startAgent() },
  cameras_offline: onCameras(
    2,
    (camera) => (camera.dark = true),
    (camera) => (camera.dark = false),
  ),
  camera_freezes: onCameras(
    1,
    (camera) => (camera.frozen = true),
    (camera) => (camera.frozen = false),
  ),
  recording_stops: onCameras(
    Infinity,
    (camera, { monoMs }) => (camera.notRecordingSinceMs = monoMs),
    (camera) => (camera.notRecordingSinceMs = undefined),
  ),
  disk_fills: onNvr(
    firstNvr,
    (nvr) => {
      nvr.diskFreeMb = nvr.diskTotalMb * 0.0042;
      nvr.diskLossMbPerH = nvr.diskTotalMb * 0.01;
    },
    (nvr) => {
      nvr.diskFreeMb = nvr.diskTotalMb * 0.25;
      nvr.diskLossMbPerH = 0;
    },
  ),
  recording_path_missing: onNvr(
    firstNvr,
    (nvr) => (nvr.recordingPathMissing = true),
    (nvr) => (nvr.recordingPathMissing = false),
  ),
  safe_mode: onNvr(
    firstNvr,
    (nvr) => (nvr.safeMode = true),
    (nvr, { monoMs }) => {
      nvr.safeMode = false;
      nvr.startedMonoMs = monoMs;
    },
  ),
  nvr_down: onNvr(
    lastNvr,
    (nvr) => (nvr.running = false),
    (nvr, { monoMs }) => {
      nvr.running = true;
      nvr.startedMonoMs = monoMs;
    },
  ),
  nvr_mute: onNvr(
    firstNvr,
    (nvr) => (nvr.mute = true),
    (nvr) => (nvr.mute = false),
  ),
  detector_slow: onNvr(
    firstNvr,
    (nvr) => (nvr.inferenceMs = 140),
    (nvr) => (nvr.inferenceMs = 11),
  ),
  hot: setting('tempC', 88, 55),
  packet_loss: {
    begin: ({ site }) => {
      site.world.lossPct = 8;
      site.world.rttMs = 190;
    },
    end: ({ site }) => {
      site.world.lossPct = 0;
      site.world.rttMs = 24;
    },
  },
  clock_ahead: setting('clockOffsetMs', CLOCK_AHEAD_MS, 0),
  clock_unset: setting('clockSynced', false, true),
  renewal_fails: {
    begin: ({ site, wallTs, cycle }) => {
      const aged = certificateOf(createRandom(cycle, `${site.site} aged certificate`), wallTs, 180 - RENEWAL_FAILED_DAYS_LEFT);
      site.world.certificate = { ...aged, renewalError: 'certificate authority refused: 403', lastRenewalTs: wallTs - DAY_MS / 4 };
    },
    end: ({ site, wallTs, cycle }) => {
      const fresh = certificateOf(createRandom(cycle, `${site.site} fresh certificate`), wallTs, 0);
      site.world.certificate = { ...fresh, lastRenewalTs: wallTs };
    },
  },
  /** The new router has no clock and a lower boot; when an installer sets its clock, its agent starts with a higher one. */
  router_replaced: {
    begin: ({ site, cycle }) => site.replaceRouter(factoryMemory(cycle)),
    end: ({ site }) => {
      site.world.clockSynced = true;
      site.restartAgent();
    },
  },
  queue_drops: {
    begin: ({ site }) => {
      site.world.brokerDropped += 37;
    },
    end: () => undefined,
  },
  hub_refuses: setting('refusals', 3, 0),
};

export const isScenarioKind = (value: unknown): value is ScenarioKind => typeof value === 'string' && Object.hasOwn(SCENARIOS, value);
