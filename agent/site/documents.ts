import type { StateKind } from '../../fleet/wire/catalogue.ts';
import { openAlerts } from './alert-step.ts';
import type { AlertMemory } from './alert-step.ts';
import { cameraSince } from './camera-history.ts';
import type { CameraHistory } from './camera-history.ts';
import { ownTime } from './identity.ts';
import type { StateBody } from './identity.ts';
import { hasPicture, statsAgeMs } from './nvr-state.ts';
import type { CameraView } from './nvr-state.ts';
import { namedDisks } from './rules/disk-rules.ts';
import { slowestDetector } from './rules/nvr-rules.ts';
import type { Look, NvrLook } from './rules/rule.ts';

/*
 * The state documents of contract §2 out of what is observed. Pure. What was not measured is left out, never 0.
 */

export interface AgentFacts {
  readonly state: 'init' | 'online' | 'stopping';
  readonly version: string;
  readonly startedTs: number;
}

/** All that documents are made of. */
export interface Report {
  readonly look: Look;
  readonly alerts: AlertMemory;
  readonly cameras: CameraHistory;
  readonly agent: AgentFacts;
  readonly queue: { readonly depth: number; readonly dropped: number };
  /** `seq` of the last event written: the list of open alerts covers all up to it. */
  readonly eventSeq: number;
}

const OPEN_MAX = 100;
const CAMERAS_MAX = 64;
const DISKS_MAX = 16;

/** Leaves out members that were not measured. */
const measured = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined | null> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value != null)) as {
    [K in keyof T]?: Exclude<T[K], undefined | null>;
  };

const tenth = (figure: number | null | undefined): number | undefined =>
  figure == null ? undefined : Math.round(figure * 10) / 10;

const agentDocument = ({ look, agent }: Report): StateBody<'state/agent'> => {
  const { clock, osBootTs } = look.observed.router ?? {};
  return {
    state: agent.state,
    version: agent.version,
    ...measured({ started_ts: ownTime(agent.startedTs), os_boot_ts: ownTime(osBootTs) }),
    caps: look.settings.embedding ? ['embeddings'] : [],
    ...(clock ? { clock: { synced: clock.synced, source: clock.source, ...measured({ offset_ms: clock.offsetMs }) } } : {}),
  };
};

/** Cameras that are still to be learned from Frigate are no empty list. */
const areCamerasKnown = ({ nvr }: NvrLook): boolean => !nvr.settings.discover || nvr.cameras.size > 0;

const count = (views: readonly CameraView[], test: (view: CameraView) => boolean): number => views.filter(test).length;

const isOff = (view: CameraView): boolean => view.detect === 'disabled' && !hasPicture(view);

/** With the NVR not up only the configured total is known. */
const cameraCounts = ({ state, cameras }: NvrLook) =>
  state === 'up'
    ? {
        total: cameras.length,
        online: count(cameras, hasPicture),
        offline: count(cameras, (view) => view.measured && !hasPicture(view) && !isOff(view)),
        disabled: count(cameras, isOff),
        ...(cameras.some((view) => view.record === 'unknown' && hasPicture(view)) ? {} : { recording: count(cameras, (view) => view.record === 'online') }),
      }
    : { total: cameras.length };

const healthNvr = (report: Report, look: NvrLook) => {
  const { nvr, state } = look;
  const { observed, at } = report.look;
  return {
    id: nvr.settings.id,
    state,
    ...measured({
      version: nvr.stats?.version ?? nvr.http?.version,
      uptime_s: state === 'up' ? nvr.stats?.uptimeS : undefined,
      stats_age_s: nvr.stats ? Math.round(statsAgeMs(nvr, observed.sinceMonoMs, at.monoMs) / 1_000) : undefined,
      detector_ms: state === 'up' ? slowestDetector(nvr.stats)?.inferenceMs : undefined,
    }),
    ...(areCamerasKnown(look) ? { cameras: cameraCounts(look) } : {}),
  };
};

const levelOf = (alerts: AlertMemory): 'ok' | 'warn' | 'err' => {
  const severities = new Set(Array.from(alerts.open.values(), ({ severity }) => severity));
  return severities.has('critical') ? 'err' : severities.has('warning') ? 'warn' : 'ok';
};

const diskList = (look: Look) =>
  namedDisks(look)
    .slice(0, DISKS_MAX)
    .map(({ name, trend }) => ({
      path: name,
      total_mb: Math.round(trend.disk.totalMb),
      free_mb: Math.round(trend.disk.freeMb),
      ...measured({ full_in_h: trend.fullInH }),
    }));

const healthDocument = (report: Report): StateBody<'state/health'> => {
  const router = report.look.observed.router;
  const wan = measured({ rtt_ms: tenth(router?.rttMs), loss_pct: tenth(router?.lossPct) });
  return {
    level: levelOf(report.alerts),
    reasons: [...new Set(openAlerts(report.alerts).map(({ kind }) => kind))],
    nvrs: report.look.nvrs.map((nvr) => healthNvr(report, nvr)),
    ...measured({ cpu_pct: tenth(router?.cpuPct), mem_pct: tenth(router?.memPct), temp_c: tenth(router?.tempC) }),
    disks: diskList(report.look),
    ...(Object.keys(wan).length > 0 ? { wan } : {}),
    queue: report.queue,
  };
};

const camerasDocument = ({ look, cameras }: Report): StateBody<'state/cameras'> => ({
  cameras: look.nvrs
    .flatMap(({ nvr, cameras: views }) =>
      views.map((view) => ({
        nvr: nvr.settings.id,
        id: view.id,
        detect: view.detect,
        record: view.record,
        audio: view.audio,
        ...measured({
          name: nvr.cameras.get(view.id)?.settings.name,
          fps: tenth(view.fps),
          expected_fps: view.expectedFps,
          since_ts: ownTime(cameraSince(cameras, nvr.settings.id, view.id)),
        }),
      })),
    )
    .slice(0, CAMERAS_MAX),
});

const inventoryDocument = ({ look, agent }: Report): StateBody<'state/inventory'> => {
  const { versions, hardware } = look.observed.router ?? {};
  return {
    versions: { agent: agent.version, ...versions, ...measured({ mosquitto: versions?.mosquitto ?? look.observed.broker?.version }) },
    nvrs: look.nvrs.map(({ nvr }) => ({
      id: nvr.settings.id,
      ...measured({
        frigate: nvr.stats?.version ?? nvr.http?.version,
        detectors: nvr.stats?.detectors.map(({ name }) => name),
        model: nvr.settings.model ?? nvr.http?.model,
        features: (nvr.settings.features ?? nvr.http?.features)?.slice(),
      }),
    })),
    ...(hardware
      ? { hardware: measured({ model: hardware.model, arch: hardware.arch, memory_mb: hardware.memoryMb }) }
      : {}),
  };
};

const alertsDocument = ({ alerts, eventSeq }: Report): StateBody<'state/alerts'> => {
  const open = openAlerts(alerts);
  return {
    open: open.slice(0, OPEN_MAX).map(({ id, rev, kind, severity, object, nvr, occurredTs }) => ({
      id,
      rev,
      kind,
      severity,
      object,
      ...measured({ nvr, occurred_ts: ownTime(occurredTs) }),
    })),
    truncated: open.length > OPEN_MAX,
    event_seq: eventSeq,
  };
};

type Builders = { readonly [K in StateKind]: (report: Report) => StateBody<K> | undefined };

const BUILDERS: Builders = {
  'state/agent': agentDocument,
  'state/site': ({ look }) => look.settings.description,
  'state/health': healthDocument,
  'state/cameras': (report) => (report.look.nvrs.every(areCamerasKnown) || report.cameras.size > 0 ? camerasDocument(report) : undefined),
  'state/inventory': inventoryDocument,
  'state/cert': ({ look }) => look.observed.certificate,
  'state/reconcile': ({ look }) => look.observed.config?.reconcile,
  'state/alerts': alertsDocument,
};

/** The document of a kind, or undefined where the site has nothing to say on it (no certificate, no git). */
export const buildDocument = <K extends StateKind>(kind: K, report: Report): StateBody<K> | undefined =>
  BUILDERS[kind](report);

