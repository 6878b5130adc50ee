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
const LIMIT_MS = 25_000;
/** Cameras change rarely, and a configuration is large. */
const CONFIG_EVERY_MS = 60_000;
const CONFIG_MAX_BYTES = 8_388_608;
const RECORDINGS_EVERY_MS = 60_000;
const RECORDINGS_BACK_MS = 900_000;
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
  model?: string;
  features?: readonly string[];
}

const recordingsOf = async (http: FrigateHttp, { cameras, continuous }: Known, serverTs: number): Promise<Recorded> => {
  const ages: [string, number][] = [];
  let mb = 0;
  for (const { id: camera } of cameras.filter(({ enabled, record }) => enabled && record)) {
    const path = `/api/${encodeURIComponent(camera)}/recordings?after=${(serverTs - RECORDINGS_BACK_MS) / 1_000}&before=${serverTs / 1_000 + 60}`;
    const answer = await http.get(path);
    // The others would say the same, each after its whole time.
    if (!answer.ok && isSilence(answer.fault)) break;
    const recordings = answer.ok ? parseRecordings(answer.body) : undefined;
    if (!recordings) continue;
    const { newestTs } = recordings;
    if (continuous.has(camera)) ages.push([camera, newestTs === undefined ? NO_SEGMENT_AGE_S : Math.max(0, (serverTs - newestTs) / 1_000)]);
    mb += recordings.mb;
  }
  return { newestSegmentAgeS: Object.fromEntries(ages), ...(mb > 0 ? { recordingMbPerH: (mb * 3_600_000) / RECORDINGS_BACK_MS } : {}) };
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

const askRecordings = async ({ http, now }: NvrProbeOptions, known: Known, serverTs: number | undefined): Promise<void> => {
  const { monoMs } = now();
  if (serverTs === undefined || known.safeMode !== false) {
    delete known.recorded;
    return;
  }
  if (known.recordedMonoMs !== undefined && monoMs - known.recordedMonoMs < RECORDINGS_EVERY_MS) return;
  known.recordedMonoMs = monoMs;
  known.recorded = await recordingsOf(http, known, serverTs);
};

const sampleOf = async (options: NvrProbeOptions, known: Known): Promise<NvrHttpSample> => {
  const answer = await options.http.get('/api/version');
  if (!answer.ok && isSilence(answer.fault)) return { reachable: false };
  const version = answer.ok ? parseVersion(answer.body) : undefined;
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
  const known: Known = { cameras: [], continuous: new Set() };
  return {
    name: `frigate ${options.nvr}`,
    everyMs: EVERY_MS,
    limitMs: LIMIT_MS,
    run: async (): Promise<readonly Observation[]> => [{ type: 'nvr-http', nvr: options.nvr, sample: await sampleOf(options, known) }],
  };
};
