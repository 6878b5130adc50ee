import { isConsoleId, isNvrId, isSiteId } from '../../fleet/ids.ts';
import type { Bodies } from '../../fleet/wire/messages.ts';
import type { CommandPayload } from '../../fleet/wire/command-request.ts';
import type { LocalHold } from '../../fleet/wire/local-hold.ts';
import type { AgentWill } from '../../fleet/wire/state-agent.ts';

/*
 * One example of each message, printed in docs/protocol.md. A test decodes every one of them.
 */

const checked = <T extends string>(value: string, is: (value: unknown) => value is T): T => {
  if (!is(value)) throw new Error(`no valid id: ${value}`);
  return value;
};

const site = checked('BL-LAB-1', isSiteId);
const nvr = checked('nvr', isNvrId);
const console = checked('0a1b2c3d', isConsoleId);
const ts = 1_780_677_009_365;
const day = 86_400_000;

const envelope = { v: 1, site, boot: 412, conn: 3, seq: 5_123, ts } as const;
const desk = { v: 1, n: 4, console, by: 'Ana', ts } as const;
const commit = (digit: string): string => digit.repeat(40);
const hash = (digit: string): string => digit.repeat(64);
const ulid = '01JDQZ3V9W8K2M4N6P8R0T2V4X';

const alert = {
  id: ulid,
  rev: 1,
  kind: 'camera_offline',
  severity: 'warning',
  object: 'camera:nvr/front_door',
  nvr,
  occurred_ts: ts - 61_000,
} as const;

export const EXAMPLE_SITE = site;

const STATES: Pick<Bodies, Extract<keyof Bodies, `state/${string}`>> = {
  'state/agent': {
    ...envelope,
    ttl_s: 10_800,
    state: 'online',
    version: '0.1.0',
    started_ts: ts - day,
    os_boot_ts: ts - 3 * day,
    caps: ['embeddings'],
    clock: { synced: true, source: 'ntp', offset_ms: -3 },
  },
  'state/site': {
    ...envelope,
    ttl_s: 259_200,
    name: 'Laboratory 1',
    address: 'Calle de Ejemplo 1, Madrid',
    lat: 40.4168,
    lon: -3.7038,
    time_zone: 'Europe/Madrid',
    region: 'Iberia',
    tags: ['lab'],
    contact: { name: 'Front desk', phone: '+34 900 000 000', email: 'desk@blocao.example' },
    consoles: [{ id: 'frigate', name: 'Frigate', nvr, host: 'bl-lab-1.tailnet.example', port: 8_971, scheme: 'https', sha256: hash('a') }],
  },
  'state/health': {
    ...envelope,
    ttl_s: 180,
    level: 'warn',
    reasons: ['camera_offline'],
    nvrs: [
      {
        id: nvr,
        state: 'up',
        version: '0.17.2',
        uptime_s: 86_400,
        stats_age_s: 12,
        cameras: { total: 12, online: 11, offline: 1, disabled: 0, recording: 11 },
        detector_ms: 8.9,
      },
    ],
    cpu_pct: 34.2,
    mem_pct: 51,
    temp_c: 62,
    disks: [{ path: '/media/frigate', total_mb: 1_907_000, free_mb: 219_000, full_in_h: 71 }],
    wan: { rtt_ms: 24, loss_pct: 0 },
    queue: { depth: 0, dropped: 0 },
  },
  'state/cameras': {
    ...envelope,
    ttl_s: 900,
    cameras: [
      {
        nvr,
        id: 'front_door',
        name: 'Front door',
        detect: 'online',
        record: 'online',
        audio: 'disabled',
        fps: 5,
        expected_fps: 5,
        since_ts: ts - day,
      },
    ],
  },
  'state/inventory': {
    ...envelope,
    ttl_s: 259_200,
    versions: { agent: '0.1.0', os: 'OpenWrt 24.10', mosquitto: '2.0.22' },
    nvrs: [{ id: nvr, frigate: '0.17.2', detectors: ['hailo8l'], model: 'yolov9-s', features: ['lpr'] }],
    hardware: { model: 'Router X', arch: 'aarch64', memory_mb: 4_096 },
  },
  'state/cert': {
    ...envelope,
    ttl_s: 259_200,
    subject: 'CN=BL-LAB-1',
    issuer: 'CN=Fleet CA',
    serial: '4f2a90',
    fingerprint: hash('b'),
    not_before_ts: ts - 60 * day,
    not_after_ts: ts + 120 * day,
    renewal: { planned_ts: ts + 60 * day, last_ts: ts - 60 * day, result: 'ok' },
  },
  'state/reconcile': {
    ...envelope,
    ttl_s: 2_700,
    commits: { control: { seen: commit('1'), serial: 42 }, fleet: { wanted: commit('2'), applied: commit('2') }, site: { wanted: commit('3'), applied: commit('4') } },
    config: { wanted: hash('5'), applied: hash('6') },
    rollout: 'r-42',
    status: 'applying',
    since_ts: ts - 30_000,
    attempt: 1,
    step: { kind: 'restart_nvr', n: 2, of: 3 },
    drift: [{ path: 'nvr/config.yml', kind: 'file', action: 'heal', since_ts: ts - 60_000, expected: 'sha 5a', found: 'sha 99' }],
    drift_total: 1,
    refused: [{ path: 'record.retain_days', asked: '90', used: '30', limit: 'max 30' }],
    refused_total: 1,
    last_good: { fleet: commit('2'), site: commit('4'), config: hash('6'), ts: ts - day },
    fetch: { ok_ts: ts - 20_000, code: 'ok' },
  },
  'state/alerts': { ...envelope, ttl_s: 2_700, open: [alert], truncated: false, event_seq: 981 },
};

const EVENTS: Pick<Bodies, Extract<keyof Bodies, `event/${string}` | `cmd/${string}` | 'hint/git'>> = {
  'event/alert': { ...envelope, ...alert, op: 'open', text: 'Camera front_door of nvr delivers no pictures.', values: { camera: 'front_door', seconds: 61 } },
  'event/review': {
    ...envelope,
    id: '1718987129.308396-fqk5ka',
    nvr,
    camera: 'front_door',
    phase: 'end',
    severity: 'alert',
    start_ts: ts - 40_000,
    end_ts: ts - 9_000,
    objects: ['person'],
    labels: [],
    zones: ['front_yard'],
    thumb: '/clips/review/thumb-front_door-1718987129.308396-fqk5ka.webp',
  },
  'event/recognition': {
    ...envelope,
    kind: 'plate',
    event_id: '1607123955.475377-mxklsc',
    nvr,
    camera: 'driveway',
    occurred_ts: ts,
    value: 'M-AB 123',
    known: true,
    score: 0.95,
  },
  'event/embedding': {
    ...envelope,
    model: 'jina-clip-v1',
    dims: 6,
    scale: 0.007_874,
    items: [{ event_id: '1607123955.475377-mxklsc', nvr, camera: 'driveway', occurred_ts: ts, label: 'car', vector: 'AQL/gAB/' }],
  },
  'event/rollup': {
    ...envelope,
    from_ts: ts - 900_000,
    to_ts: ts,
    counts: [{ nvr, camera: 'driveway', label: 'car', n: 17 }],
    cameras_up_pct: [{ nvr, camera: 'driveway', pct: 99.4 }],
    alerts: 1,
  },
  'cmd/ack': { ...envelope, id: 'cmd-1', status: 'done', code: 'ok', message: 'Configuration fetched.', output: 'fetch\nok', started_ts: ts - 900, ended_ts: ts },
  'cmd/req': {
    protected: 'eyJhbGciOiJFZERTQSIsImtpZCI6ImRlc2stMSJ9',
    payload: 'eyJ2IjoxLCJpZCI6ImNtZC0xIiwic2l0ZSI6IkJMLUxBQi0xIiwib3AiOiJyZWZyZXNoIiwiZXhwX3RzIjoxNzgwNjc3MDY5MzY1LCJpc3N1ZXIiOiJkZXNrLTEifQ',
    signature: 'A'.repeat(86),
  },
  'hint/git': { v: 1, repo: 'fleet-config', ref: 'refs/heads/control', commit: commit('1') },
};

const DESK: Pick<Bodies, Extract<keyof Bodies, `desk/${string}` | 'hub/summary'>> = {
  'desk/alert': {
    v: 1,
    exp_ts: ts + 30 * day,
    ops: {
      '0a1b2c3d-0': { n: 1, kind: 'take', by: 'Ana', station: 'Desk 1', ts },
      'ffee0011-7': { n: 2, kind: 'note', by: 'Ben', station: 'Desk 2', ts: ts + 9_000, text: 'Installer is on his way.' },
    },
  },
  'desk/site': { ...desk, state: 'adopted', retired: [{ from: 2, to: 411 }] },
  'desk/window': { ...desk, scope: { sites: [site] }, recurs: { weekdays: [7], at: '02:00', duration_s: 7_200 }, reason: 'Weekly backup' },
  'desk/rule': { ...desk, scope: { regions: ['Iberia'] }, kind: 'site_offline', after_s: 600 },
  'desk/rollout': {
    v: 1,
    n: 9,
    console,
    ts,
    id: 'r-42',
    serial: 42,
    state: 'running',
    stage: { n: 2, of: 4 },
    counts: { ok: 10, failed: 0, pending: 18, offline: 1, held: 1 },
    by: 'Ana',
  },
  'desk/handover': {
    ...desk,
    station: 'Desk 1',
    to: 'Ben',
    from_ts: ts - 28_800_000,
    to_ts: ts,
    text: 'Quiet shift.\nLaboratory 1: the installer comes at nine.',
    alerts: [{ site, id: ulid, kind: 'camera_offline', severity: 'warning', owner: 'Ana', snoozed_until_ts: ts + 3_600_000 }],
  },
  'desk/operator': { v: 1, console, conn: 5, on_duty: true, operator: 'ana', name: 'Ana', station: 'Desk 1', since_ts: ts - 3_600_000 },
  'hub/summary': {
    v: 1,
    ts,
    worker: 'hub-worker-1',
    sites: { total: 30, offline: 1, err: 1, warn: 3, unknown: 0, maintenance: 1, ok: 24 },
    alerts: { critical: 2, warning: 5, info: 1 },
    cameras: { total: 360, online: 351 },
  },
};

export const EXAMPLES: Bodies = { ...STATES, ...EVENTS, ...DESK };

export const EXAMPLE_WILL: AgentWill = { v: 1, site, boot: 412, conn: 3, state: 'offline' };

export const EXAMPLE_COMMAND: CommandPayload = {
  v: 1,
  id: 'cmd-1',
  site,
  op: 'refresh',
  args: {},
  issued_ts: ts,
  exp_ts: ts + 60_000,
  issuer: 'desk-1',
};

export const EXAMPLE_HOLD: LocalHold = { until_ts: ts + 3_600_000, reason: 'Works on the power line', by: 'site office' };
