import type { At } from '../../../fleet/events.ts';
import type { NvrId } from '../../../fleet/ids.ts';
import type { NvrHttpSample, Observation } from '../observation.ts';
import type { Probe } from '../probes.ts';
import type { CameraSettings } from '../settings.ts';
import { isSilence } from './http-answer.ts';
import type { FrigateHttp } from './http-answer.ts';
import { parseConfig, parseRecordings, parseVersion } from './http-payload.ts';

/*
 * What the agent asks each Frigate for: version, safe mode and cameras, and the newest recording of each camera. An answer
 * that says no (401, 403, 500) is an answer: Frigate lives, and what it would have said is not measured.
 */

const EVERY_MS = 30_000;
/** Version, configuration, recordings and the last of these at their slowest: a late answer would leave old figures standing. */
const LIMIT_MS = 40_000;
/** Cameras change rarely, and a configuration is large. */
const CONFIG_EVERY_MS = 60_000;
export const CONFIG_MAX_BYTES = 8_388_608;
const RECORDINGS_EVERY_MS = 60_000;
const RECORDINGS_BACK_MS = 900_000;
/** Within the time of the whole probe, also where each answer takes its whole time. */
const RECORDINGS_FOR_MS = 8_000;
/** Nothing recorded in the quarter of an hour that was looked at. */
const NO_SEGMENT_AGE_S = RECORDINGS_BACK_MS / 1_000;

export interface NvrProbeOptions {
  readonly nvr: NvrId;
  readonly http: FrigateHttp;
  readonly now: () => At;
  discovered(cameras: readonly CameraSettings[]): void;
}

interface Recorded {
  readonly newestSegmentAgeS: Readonly<Record<string, number>>;
  readonly recordingMbPerH?: number;
}

interface Known {
  safeMode?: boolean;
  configMonoMs?: number;
  recorded?: Recorded;
  recordedMonoMs?: number;
  cameras: readonly CameraSettings[];
  continuous: ReadonlySet<string>;
  /** Camera with which the next round over the recordings begins. */
  next: number;
  model?: string;
  features?: readonly string[];
}

/** One round over the cameras, as far as its time goes; the next one begins where this one ended. */
const recordingsOf = async ({ http, now }: NvrProbeOptions, known: Known, serverTs: number): Promise<Recorded> => {
  const beginMs = now().monoMs;
  const cameras = known.cameras.filter(({ enabled, record }) => enabled && record).map(({ id }) => id);
  const ages: [string, number][] = [];
  let mb = 0;
  let asked = 0;
  for (; asked < cameras.length && now().monoMs - beginMs < RECORDINGS_FOR_MS; asked += 1) {
    const camera = cameras[(known.next + asked) % cameras.length] ?? '';
    const path = `/api/${encodeURIComponent(camera)}/recordings?after=${(serverTs - RECORDINGS_BACK_MS) / 1_000}&before=${serverTs / 1_000 + 60}`;
    const answer = await http.get(path);
    // The others would say the same, each after its whole time.
    if (!answer.ok && isSilence(answer.fault)) break;
    const recordings = answer.ok ? parseRecordings(answer.body) : undefined;
    if (!recordings) continue;
    const { newestTs } = recordings;
    const ageS = newestTs === undefined ? NO_SEGMENT_AGE_S : Math.max(0, (serverTs - newestTs) / 1_000);
    if (known.continuous.has(camera)) ages.push([camera, ageS]);
    mb += recordings.mb;
  }
  known.next = cameras.length === 0 ? 0 : (known.next + asked) % cameras.length;
  const isWhole = asked === cameras.length && mb > 0;
  return { newestSegmentAgeS: Object.fromEntries(ages), ...(isWhole ? { recordingMbPerH: (mb * 3_600_000) / RECORDINGS_BACK_MS } : {}) };
};

const askConfig = async ({ http, now, discovered }: NvrProbeOptions, known: Known): Promise<void> => {
  const { monoMs } = now();
  if (known.configMonoMs !== undefined && monoMs - known.configMonoMs < CONFIG_EVERY_MS) return;
  const answer = await http.get('/api/config', CONFIG_MAX_BYTES);
  const config = answer.ok ? parseConfig(answer.body) : undefined;
  if (!config) {
    delete known.safeMode;
    return;
  }
  known.configMonoMs = monoMs;
  known.safeMode = config.safeMode;
  // In safe mode the cameras are those of no valid configuration.
  if (config.safeMode) return;
  known.cameras = config.cameras;
  known.continuous = config.continuous;
  known.features = config.features;
  if (config.model !== undefined) known.model = config.model;
  discovered(config.cameras);
};

const askRecordings = async (options: NvrProbeOptions, known: Known, serverTs: number | undefined): Promise<void> => {
  const { monoMs } = options.now();
  if (serverTs === undefined || known.safeMode !== false) {
    delete known.recorded;
    return;
  }
  if (known.recordedMonoMs !== undefined && monoMs - known.recordedMonoMs < RECORDINGS_EVERY_MS) return;
  known.recordedMonoMs = monoMs;
  known.recorded = await recordingsOf(options, known, serverTs);
};

const sampleOf = async (options: NvrProbeOptions, known: Known): Promise<NvrHttpSample> => {
  const answer = await options.http.get('/api/version');
  if (!answer.ok && isSilence(answer.fault)) return { reachable: false };
  const version = answer.ok ? parseVersion(answer.body) : undefined;
  // Something else answers at this address.
  if (answer.ok && version === undefined) return { reachable: false };
  await askConfig(options, known);
  await askRecordings(options, known, answer.ok ? answer.serverTs : undefined);
  return {
    reachable: true,
    ...(version === undefined ? {} : { version }),
    ...(known.safeMode === undefined ? {} : { safeMode: known.safeMode }),
    ...known.recorded,
    ...(known.model === undefined ? {} : { model: known.model }),
    ...(known.features === undefined ? {} : { features: known.features }),
  };
};

/** The probe of one NVR. */
export const createNvrProbe = (options: NvrProbeOptions): Probe => {
  const known: Known = { cameras: [], continuous: new Set(), next: 0 };
  return {
    name: `frigate ${options.nvr}`,
    everyMs: EVERY_MS,
    limitMs: LIMIT_MS,
    run: async (): Promise<readonly Observation[]> => [{ type: 'nvr-http', nvr: options.nvr, sample: await sampleOf(options, known) }],
  };
};
