import type { At } from '../../fleet/events.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { NvrHttpSample, Observation } from '../site/observation.ts';
import type { Probe } from '../site/probes.ts';
import type { Random } from './random.ts';
import { RECORDING_MB_PER_CAMERA_H, certificateOf, renewalDueTs } from './world.ts';
import type { World, WorldCamera, WorldNvr } from './world.ts';

/*
 * SIMULATION of the agent's probes: they read the simulated world. Their answers say that they are simulated where a person
 * may read them (hardware model, issuer, versions).
 */

export interface BridgeReading {
  readonly hub: string;
  readonly connected: boolean;
  readonly refusals: number;
}

export interface ProbeSources {
  readonly site: SiteId;
  readonly world: World;
  /** True time, not the router's own. */
  readonly fleetNow: () => At;
  readonly bridges: () => readonly BridgeReading[];
  readonly random: Random;
}

const PROBE_LIMIT_MS = 5_000;
const ROUTER_EVERY_MS = 30_000;
const HTTP_EVERY_MS = 30_000;
const CERTIFICATE_EVERY_MS = 60_000;
const SEGMENT_S = 10;

const router = ({ world, fleetNow, random }: ProbeSources): readonly Observation[] => {
  const { wallTs, monoMs } = fleetNow();
  const osBootTs = Math.round(wallTs + world.clockOffsetMs - (monoMs - world.osBootMonoMs));
  return [
    {
      type: 'router',
      sample: {
        cpuPct: Math.max(1, random.around(world.cpuPct, 3)),
        memPct: random.around(world.memPct, 1),
        tempC: random.around(world.tempC, 0.8),
        disks: [{ path: '/', totalMb: 7_000, freeMb: 4_200 }],
        rttMs: Math.max(1, random.around(world.rttMs, 4)),
        lossPct: world.lossPct === 0 ? 0 : Math.max(0, random.around(world.lossPct, 1.5)),
        osBootTs,
        clock: world.clockSynced
          ? { synced: true, source: 'ntp', offsetMs: Math.round(random.around(0, 3)) }
          : { synced: false, source: 'none' },
        versions: { os: 'Debian 12 (simulated)', mosquitto: '2.0.11 (simulated)' },
        hardware: { model: 'Simulated router', arch: 'x86_64', memoryMb: 4_096 },
        brokerDropped: world.brokerDropped,
      },
    },
  ];
};

const segmentAgeS = ({ notRecordingSinceMs }: WorldCamera, monoMs: number): number =>
  SEGMENT_S + (notRecordingSinceMs === undefined ? 0 : (monoMs - notRecordingSinceMs) / 1_000);

const httpSample = (nvr: WorldNvr, monoMs: number): NvrHttpSample => {
  if (!nvr.running) return { reachable: false };
  return {
    reachable: true,
    version: `${nvr.version}-simulated`,
    safeMode: nvr.safeMode,
    newestSegmentAgeS: nvr.safeMode
      ? {}
      : Object.fromEntries(nvr.cameras.map((camera) => [camera.settings.id, segmentAgeS(camera, monoMs)])),
    recordingMbPerH: nvr.cameras.length * RECORDING_MB_PER_CAMERA_H,
  };
};

const http = ({ world, fleetNow }: ProbeSources): readonly Observation[] =>
  Array.from(world.nvrs, ([nvr, truth]) => ({ type: 'nvr-http', nvr, sample: httpSample(truth, fleetNow().monoMs) }));

/** Renews at two thirds of the life, as an agent does, unless the scenario says that it fails. */
const renewIfDue = (world: World, wallTs: number, random: Random): void => {
  if (wallTs < renewalDueTs(world.certificate) || world.certificate.renewalError !== undefined) return;
  world.certificate = { ...certificateOf(random, wallTs, 0), lastRenewalTs: wallTs };
};

const certificate = ({ site, world, fleetNow, random }: ProbeSources): readonly Observation[] => {
  renewIfDue(world, fleetNow().wallTs, random);
  const { serial, notBeforeTs, notAfterTs, renewalError, lastRenewalTs } = world.certificate;
  const last = lastRenewalTs === undefined ? {} : { last_ts: lastRenewalTs };
  const failed = renewalError === undefined ? {} : { result: 'failed' as const, error: renewalError };
  const ok = renewalError === undefined && lastRenewalTs !== undefined ? { result: 'ok' as const } : {};
  return [
    {
      type: 'certificate',
      certificate: {
        subject: `CN=${site}`,
        issuer: 'CN=Simulated fleet CA',
        serial,
        not_before_ts: notBeforeTs,
        not_after_ts: notAfterTs,
        renewal: { planned_ts: renewalDueTs(world.certificate), ...last, ...failed, ...ok },
      },
    },
  ];
};

const bridges = (sources: ProbeSources): readonly Observation[] =>
  sources.bridges().map((sample) => ({ type: 'bridge', sample }));

/** The probes of one simulated site. */
export const simulatedProbes = (sources: ProbeSources): readonly Probe[] => [
  { name: 'router', everyMs: ROUTER_EVERY_MS, limitMs: PROBE_LIMIT_MS, run: () => router(sources) },
  { name: 'http', everyMs: HTTP_EVERY_MS, limitMs: PROBE_LIMIT_MS, run: () => http(sources) },
  { name: 'certificate', everyMs: CERTIFICATE_EVERY_MS, limitMs: PROBE_LIMIT_MS, run: () => certificate(sources) },
  { name: 'bridges', everyMs: ROUTER_EVERY_MS, limitMs: PROBE_LIMIT_MS, run: () => bridges(sources) },
];
