import { canonicalJson } from '../../fleet/canonical-json.ts';
import type { At } from '../../fleet/events.ts';
import type { NvrId } from '../../fleet/ids.ts';
import { addDiskSample } from './disk-trend.ts';
import type { DiskTrend } from './disk-trend.ts';
import type { CameraStats, FrigateStats } from './frigate/stats-payload.ts';
import type { CameraRole, CameraSwitch, RoleState } from './frigate/topics.ts';
import type {
  BridgeSample,
  BrokerSample,
  CertificateBody,
  ConfigSample,
  DiskSample,
  NvrHttpSample,
  Observation,
  RouterSample,
} from './observation.ts';
import type { AgentSettings, CameraSettings, NvrSettings } from './settings.ts';

/*
 * What the agent knows of its site now: the last of each observation, with its age on the monotonic clock and a number
 * that rises with each sample, so that a rule can tell two samples from one seen twice. Ages never use the wall clock.
 */

export interface ObservedCamera {
  readonly settings: CameraSettings;
  readonly stats?: CameraStats;
  readonly switches: Readonly<Partial<Record<CameraSwitch, boolean>>>;
  /** Frigate's own word, from 0.17 on. */
  readonly status?: Readonly<Partial<Record<CameraRole, RoleStatus>>>;
}

export interface RoleStatus {
  readonly state: RoleState;
  /** When it was last said, give or take 30 s: an unchanged word makes no new site. */
  readonly monoMs: number;
}

export interface ObservedHttp extends NvrHttpSample {
  readonly monoMs: number;
  readonly sample: number;
  /** Since when it answers, or does not. */
  readonly sinceMonoMs: number;
}

export interface ObservedNvr {
  readonly settings: NvrSettings;
  readonly stats?: FrigateStats;
  readonly statsMonoMs?: number;
  readonly statsSample: number;
  readonly http?: ObservedHttp;
  readonly cameras: ReadonlyMap<string, ObservedCamera>;
  /** Switches of cameras that are not known yet: retained, they come once, before Frigate's configuration is read. */
  readonly early: ReadonlyMap<string, ObservedCamera['switches']>;
  /** Recording disks as the statistics name them. */
  readonly disks: ReadonlyMap<string, DiskTrend>;
}

export interface Observed {
  /** Start of this agent: what was never seen counts as missing only from here on. */
  readonly sinceMonoMs: number;
  readonly nvrs: ReadonlyMap<NvrId, ObservedNvr>;
  readonly router?: RouterSample;
  readonly routerSample: number;
  readonly disks: ReadonlyMap<string, DiskTrend>;
  readonly broker?: BrokerSample;
  readonly certificate?: CertificateBody;
  readonly bridges: ReadonlyMap<string, BridgeSample>;
  readonly config?: ConfigSample;
  readonly configSample: number;
  /** Greatest number of dropped messages so far, and when it last rose. */
  readonly dropped: number;
  readonly droppedMonoMs?: number;
}

export const RECORDINGS_PATH = '/media/frigate/recordings';

const observedNvr = (settings: NvrSettings): ObservedNvr => ({
  settings,
  statsSample: 0,
  cameras: new Map(settings.cameras.map((camera) => [camera.id, { settings: camera, switches: {} }])),
  early: new Map(),
  disks: new Map(),
});

/** Nothing seen yet. */
export const emptyObserved = (settings: AgentSettings, at: At): Observed => ({
  sinceMonoMs: at.monoMs,
  nvrs: new Map(settings.nvrs.map((nvr) => [nvr.id, observedNvr(nvr)])),
  routerSample: 0,
  disks: new Map(),
  bridges: new Map(),
  configSample: 0,
  dropped: 0,
});

const withEntry = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value);

const withNvr = (observed: Observed, id: NvrId, change: (nvr: ObservedNvr) => ObservedNvr): Observed => {
  const nvr = observed.nvrs.get(id);
  return nvr ? { ...observed, nvrs: withEntry(observed.nvrs, id, change(nvr)) } : observed;
};

const withDisks = (
  disks: ReadonlyMap<string, DiskTrend>,
  samples: readonly DiskSample[],
  at: At,
): ReadonlyMap<string, DiskTrend> =>
  new Map(samples.map((sample) => [sample.path, addDiskSample(disks.get(sample.path), sample, at.monoMs)]));

/** Undefined: its figures are absurd, and the last good ones stand. */
const recordingDisks = (nvr: ObservedNvr, stats: FrigateStats): readonly DiskSample[] | undefined => {
  const storage = stats.storage.get(RECORDINGS_PATH);
  if (storage?.state === 'unknown') return undefined;
  if (storage?.state !== 'present') return [];
  const rate = nvr.http?.recordingMbPerH;
  return [
    {
      path: RECORDINGS_PATH,
      totalMb: storage.totalMb,
      freeMb: storage.freeMb,
      ...(rate === undefined ? {} : { recordingMbPerH: rate }),
    },
  ];
};

/** Cameras that Frigate reports but that do not count (`withCameras`, settings) are ignored. */
const withStats = (nvr: ObservedNvr, stats: FrigateStats, at: At): ObservedNvr => {
  const disks = recordingDisks(nvr, stats);
  return {
    ...nvr,
    stats,
    statsMonoMs: at.monoMs,
    statsSample: nvr.statsSample + 1,
    disks: disks ? withDisks(nvr.disks, disks, at) : nvr.disks,
    cameras: new Map(
      Array.from(nvr.cameras, ([id, camera]) => {
        const { stats: _old, ...rest } = camera;
        const fresh = stats.cameras.get(id);
        return [id, fresh ? { ...rest, stats: fresh } : rest];
      }),
    ),
  };
};

const withHttp = (nvr: ObservedNvr, sample: NvrHttpSample, at: At): ObservedNvr => ({
  ...nvr,
  http: {
    ...sample,
    monoMs: at.monoMs,
    sample: (nvr.http?.sample ?? 0) + 1,
    sinceMonoMs: nvr.http && nvr.http.reachable === sample.reachable ? nvr.http.sinceMonoMs : at.monoMs,
  },
});

/** A camera that counts from now on, with what was already heard of it. */
const newCamera = ({ stats, early }: ObservedNvr, id: string): Omit<ObservedCamera, 'settings'> => {
  const heard = stats?.cameras.get(id);
  return { switches: early.get(id) ?? {}, ...(heard ? { stats: heard } : {}) };
};

/** The cameras that count are others now; what was seen of those that stay, stays. */
const withCameras = (nvr: ObservedNvr, cameras: readonly CameraSettings[]): ObservedNvr => {
  if (canonicalJson(cameras) === canonicalJson(Array.from(nvr.cameras.values(), ({ settings }) => settings))) return nvr;
  const named = new Set(cameras.map(({ id }) => id));
  return {
    ...nvr,
    early: new Map([...nvr.early].filter(([id]) => !named.has(id))),
    cameras: new Map(
      cameras.map((settings) => [settings.id, { ...(nvr.cameras.get(settings.id) ?? newCamera(nvr, settings.id)), settings }]),
    ),
  };
};

const EARLY_MAX = 64;

const withEarly = (nvr: ObservedNvr, id: string, what: CameraSwitch, on: boolean): ObservedNvr => {
  const known = nvr.early.get(id);
  if (known?.[what] === on || (known === undefined && nvr.early.size >= EARLY_MAX)) return nvr;
  return { ...nvr, early: withEntry(nvr.early, id, { ...known, [what]: on }) };
};

const withSwitch = (nvr: ObservedNvr, id: string, what: CameraSwitch, on: boolean): ObservedNvr => {
  const camera = nvr.cameras.get(id);
  if (!camera) return withEarly(nvr, id, what, on);
  if (camera.switches[what] === on) return nvr;
  return { ...nvr, cameras: withEntry(nvr.cameras, id, { ...camera, switches: { ...camera.switches, [what]: on } }) };
};

const STATUS_STEP_MS = 30_000;

const withStatus = (nvr: ObservedNvr, id: string, role: CameraRole, next: RoleStatus): ObservedNvr => {
  const camera = nvr.cameras.get(id);
  const known = camera?.status?.[role];
  if (!camera || (known?.state === next.state && next.monoMs - known.monoMs < STATUS_STEP_MS)) return nvr;
  return { ...nvr, cameras: withEntry(nvr.cameras, id, { ...camera, status: { ...camera.status, [role]: next } }) };
};

/** A broker that restarted counts from 0 again: that is no new loss. */
const withDrops = (observed: Observed, dropped: number, at: At): Observed => {
  if (dropped === observed.dropped) return observed;
  return dropped > observed.dropped ? { ...observed, dropped, droppedMonoMs: at.monoMs } : { ...observed, dropped };
};

const withRouter = (observed: Observed, sample: RouterSample, at: At): Observed => {
  const next: Observed = {
    ...observed,
    router: sample,
    routerSample: observed.routerSample + 1,
    disks: withDisks(observed.disks, sample.disks ?? [], at),
  };
  return sample.brokerDropped === undefined ? next : withDrops(next, sample.brokerDropped, at);
};

/** What the broker dropped before this agent came is no news. */
const withBroker = (observed: Observed, sample: BrokerSample, at: At): Observed => {
  const next = { ...observed, broker: { ...observed.broker, ...sample } };
  if (sample.dropped === undefined) return next;
  return observed.broker?.dropped === undefined ? { ...next, dropped: sample.dropped } : withDrops(next, sample.dropped, at);
};

/** Folds one observation in. Observations about unknown NVRs and cameras change nothing. */
export const observe = (observed: Observed, observation: Observation, at: At): Observed => {
  switch (observation.type) {
    case 'stats':
      return withNvr(observed, observation.nvr, (nvr) => withStats(nvr, observation.stats, at));
    case 'nvr-http':
      return withNvr(observed, observation.nvr, (nvr) => withHttp(nvr, observation.sample, at));
    case 'camera-switch':
      return withNvr(observed, observation.nvr, (nvr) =>
        withSwitch(nvr, observation.camera, observation.what, observation.on),
      );
    case 'camera-status':
      return withNvr(observed, observation.nvr, (nvr) =>
        withStatus(nvr, observation.camera, observation.role, { state: observation.state, monoMs: at.monoMs }),
      );
    case 'nvr-cameras':
      return withNvr(observed, observation.nvr, (nvr) => withCameras(nvr, observation.cameras));
    case 'router':
      return withRouter(observed, observation.sample, at);
    case 'broker':
      return withBroker(observed, observation.sample, at);
    case 'certificate':
      return { ...observed, certificate: observation.certificate };
    case 'bridge':
      return { ...observed, bridges: withEntry(observed.bridges, observation.sample.hub, observation.sample) };
    case 'config':
      return { ...observed, config: observation.sample, configSample: observed.configSample + 1 };
    default:
      observation satisfies never;
      return observed;
  }
};
