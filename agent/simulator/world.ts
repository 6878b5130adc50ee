import type { NvrId } from '../../fleet/ids.ts';
import type { AgentSettings, CameraSettings, NvrSettings } from '../site/settings.ts';
import { createRandom } from './random.ts';

/*
 * SIMULATION: the truth at one site, which scenarios change and which its Frigates and probes then show. Mutable on purpose:
 * a world has no history.
 */

export interface WorldCamera {
  readonly settings: CameraSettings;
  /** No picture arrives. */
  dark: boolean;
  /** Pictures arrive, nothing moves in them. */
  frozen: boolean;
  /** Monotonic time from which no segment is written; undefined while recording. */
  notRecordingSinceMs: number | undefined;
}

export interface WorldNvr {
  readonly settings: NvrSettings;
  readonly version: string;
  readonly cameras: readonly WorldCamera[];
  running: boolean;
  /** Started with an invalid configuration: MQTT is off, HTTP answers and says so. */
  safeMode: boolean;
  /** Runs, but publishes no statistics. */
  mute: boolean;
  startedMonoMs: number;
  inferenceMs: number;
  readonly diskTotalMb: number;
  diskFreeMb: number;
  /** What the free space loses per hour beyond what Frigate deletes. */
  diskLossMbPerH: number;
  recordingPathMissing: boolean;
}

export interface WorldCertificate {
  serial: string;
  notBeforeTs: number;
  notAfterTs: number;
  renewalError: string | undefined;
  lastRenewalTs: number | undefined;
}

export interface World {
  readonly nvrs: ReadonlyMap<NvrId, WorldNvr>;
  cpuPct: number;
  memPct: number;
  tempC: number;
  rttMs: number;
  lossPct: number;
  clockSynced: boolean;
  /** Added to the true wall time. */
  clockOffsetMs: number;
  osBootMonoMs: number;
  certificate: WorldCertificate;
  /** CONNACK refusals in a row that the probe of the bridge shows. */
  refusals: number;
  brokerDropped: number;
}

export const RECORDING_MB_PER_CAMERA_H = 900;
const DISK_MB_PER_CAMERA = 240_000;
const VERSIONS = ['0.16.4', '0.17.2', '0.17.2', '0.17.2', '0.18.0'] as const;
const DAY_MS = 86_400_000;
const CERTIFICATE_LIFE_MS = 180 * DAY_MS;

const worldNvr = (settings: NvrSettings, seedName: string, seed: number, monoMs: number): WorldNvr => {
  const random = createRandom(seed, `${seedName} ${settings.id}`);
  const diskTotalMb = settings.cameras.length * DISK_MB_PER_CAMERA;
  return {
    settings,
    version: random.pick(VERSIONS),
    cameras: settings.cameras.map((camera) => ({
      settings: camera,
      dark: false,
      frozen: false,
      notRecordingSinceMs: undefined,
    })),
    running: true,
    safeMode: false,
    mute: false,
    startedMonoMs: monoMs - random.integer(1, 40) * DAY_MS,
    inferenceMs: random.around(11, 3),
    diskTotalMb,
    diskFreeMb: diskTotalMb * random.around(0.25, 0.1),
    diskLossMbPerH: 0,
    recordingPathMissing: false,
  };
};

/** A certificate of 180 days that is `ageDays` old. */
export const certificateOf = (random: { integer(min: number, max: number): number }, wallTs: number, ageDays: number): WorldCertificate => {
  const notBeforeTs = wallTs - ageDays * DAY_MS;
  const word = (): string => random.integer(0, 0xffff_ffff).toString(16).padStart(8, '0');
  return {
    serial: `${word()}${word()}`,
    notBeforeTs,
    notAfterTs: notBeforeTs + CERTIFICATE_LIFE_MS,
    renewalError: undefined,
    lastRenewalTs: undefined,
  };
};

/** When the agent renews by itself: at two thirds of the life. */
export const renewalDueTs = ({ notBeforeTs, notAfterTs }: WorldCertificate): number =>
  Math.round(notBeforeTs + ((notAfterTs - notBeforeTs) * 2) / 3);

/** A site where everything is in order. Times of the fleet clock. */
export const createWorld = (settings: AgentSettings, seed: number, wallTs: number, monoMs: number): World => {
  const random = createRandom(seed, `${settings.site} world`);
  return {
    nvrs: new Map(settings.nvrs.map((nvr) => [nvr.id, worldNvr(nvr, settings.site, seed, monoMs)])),
    cpuPct: random.around(14, 6),
    memPct: random.around(42, 12),
    tempC: random.around(52, 6),
    rttMs: random.around(24, 12),
    lossPct: 0,
    clockSynced: true,
    clockOffsetMs: Math.round(random.around(0, 40)),
    osBootMonoMs: monoMs - random.integer(2, 90) * DAY_MS,
    certificate: certificateOf(random, wallTs, random.integer(5, 80)),
    refusals: 0,
    brokerDropped: 0,
  };
};

/** Lets time pass in the world: disks fill. */
export const passTime = (world: World, elapsedMs: number): void => {
  for (const nvr of world.nvrs.values()) {
    const loss = (nvr.diskLossMbPerH * elapsedMs) / 3_600_000;
    nvr.diskFreeMb = Math.max(nvr.diskTotalMb * 0.0005, nvr.diskFreeMb - loss);
  }
};
