import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATALOGUE } from '../../fleet/wire/catalogue.ts';
import { NVR, T0, at, settingsWith, statsWith } from '../testing/sites.ts';
import { emptyAlertMemory } from './alert-step.ts';
import type { AlertMemory } from './alert-step.ts';
import { lookAt } from './alert-rules.ts';
import { buildDocument } from './documents.ts';
import type { Report } from './documents.ts';
import type { StateBody } from './identity.ts';
import { emptyObserved, observe } from './observed.ts';
import type { Observed } from './observed.ts';
import { dueDocuments } from './report.ts';
import type { ReportMemory } from './report.ts';

const settings = settingsWith();
const HOUR_S = 3_600;

const withStats = (observed: Observed, s: number, door: { fps: number }): Observed =>
  observe(observed, { type: 'stats', nvr: NVR, stats: statsWith({ door, yard: {} }) }, at(s));

const reportAt = (observed: Observed, s: number, more: Partial<Report> = {}): Report => ({
  look: lookAt(observed, settings, at(s)),
  alerts: emptyAlertMemory(),
  cameras: new Map(),
  agent: { state: 'online', version: '0.1.0', startedTs: T0 },
  queue: { depth: 0, dropped: 0 },
  eventSeq: 0,
  ...more,
});

/** What is sent at each second, kinds without their prefix. */
const sentAt = (reports: readonly (readonly [number, Report])[]) => {
  let memory: ReportMemory = new Map();
  return reports.map(([s, report]) => {
    const step = dueDocuments(memory, report);
    memory = step.memory;
    return `${s}: ${step.due.map(({ kind }) => kind.slice('state/'.length)).join(' ')}`;
  });
};

const quiet = emptyObserved(settings, at(0));
const live = withStats(quiet, 0, { fps: 5 });

test('everything that the site has to say is sent at first; nothing without a certificate or git', () => {
  assert.deepEqual(sentAt([[0, reportAt(live, 0)]]), ['0: agent site health cameras inventory alerts']);
});

test('FS-611: in quiet operation only differences: health each 60 s, cameras 5 min, alerts 15 min, agent hourly, the rest daily', () => {
  const seconds = Array.from({ length: 24 * 60 + 1 }, (_, minute) => minute * 60);
  const counts = new Map<string, number>();
  for (const line of sentAt(seconds.map((s) => [s, reportAt(live, s)] as const))) {
    for (const kind of line.split(': ')[1]?.split(' ') ?? []) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  assert.deepEqual(Object.fromEntries([...counts].filter(([kind]) => kind !== '')), {
    agent: 25,
    site: 2,
    health: 1_441,
    // The statistics go stale once in this day: nothing more is known of the cameras.
    cameras: 289,
    inventory: 2,
    alerts: 97,
  });
});

test('cadences are those of the catalogue', () => {
  assert.equal(CATALOGUE['state/health'].cadenceMs, 60_000);
  assert.equal(CATALOGUE['state/agent'].cadenceMs, HOUR_S * 1_000);
});

test('FS-612: a camera that changes is told at once, but not twice within 10 s; a trembling rate is no change', () => {
  const dark = withStats(live, 3, { fps: 0 });
  const back = withStats(dark, 6, { fps: 5 });
  const trembling = withStats(live, 3, { fps: 4.7 });
  assert.deepEqual(sentAt([[0, reportAt(live, 0)], [11, reportAt(dark, 11)], [15, reportAt(back, 15)], [21, reportAt(back, 21)]]), [
    '0: agent site health cameras inventory alerts',
    '11: cameras',
    '15: ',
    '21: cameras',
  ]);
  assert.deepEqual(sentAt([[0, reportAt(live, 0)], [30, reportAt(trembling, 30)]])[1], '30: ');
});

test('the first health that knows every NVR does not wait for the minute; later ones do', () => {
  const down = observe(live, { type: 'nvr-http', nvr: NVR, sample: { reachable: false } }, at(20));
  assert.deepEqual(sentAt([[0, reportAt(quiet, 0)], [5, reportAt(live, 5)], [25, reportAt(down, 25)], [66, reportAt(down, 66)]]).slice(1), [
    '5: health inventory',
    '25: ',
    '66: health',
  ]);
});

test('a change of any other document is told at once', () => {
  const routed = observe(live, { type: 'router', sample: { hardware: { model: 'Box' }, clock: { synced: true, source: 'ntp' } } }, at(1));
  const certified = observe(routed, { type: 'certificate', certificate: { serial: '0a' } }, at(2));
  assert.deepEqual(sentAt([[0, reportAt(live, 0)], [1, reportAt(routed, 1)], [2, reportAt(certified, 2)], [3, reportAt(certified, 3)]]).slice(1), [
    '1: agent inventory',
    '2: cert',
    '3: ',
  ]);
});

test('FS-613: what was not measured is left out, never zero', () => {
  const health = buildDocument('state/health', reportAt(quiet, 0)) as StateBody<'state/health'>;
  assert.deepEqual(health, {
    level: 'ok',
    reasons: [],
    nvrs: [{ id: NVR, state: 'unknown', cameras: { total: 2 } }],
    disks: [],
    queue: { depth: 0, dropped: 0 },
  });
});

const openAlert = (index: number, severity: 'critical' | 'warning' | 'info') =>
  [`hot ${index}`, { id: `id-${String(index).padStart(3, '0')}`, rev: 1, kind: 'hot', severity, object: 'site', occurredTs: T0, values: {} }] as const;

const alertsOf = (...open: readonly (readonly [string, object])[]): AlertMemory => ({ ...emptyAlertMemory(), open: new Map(open) as AlertMemory['open'] });

test('FS-614: level is the worst open alert: critical is err, warning is warn, info is ok', () => {
  const level = (alerts: AlertMemory) => buildDocument('state/health', reportAt(live, 0, { alerts }))?.level;
  assert.equal(level(alertsOf(openAlert(1, 'info'))), 'ok');
  assert.equal(level(alertsOf(openAlert(1, 'info'), openAlert(2, 'warning'))), 'warn');
  assert.equal(level(alertsOf(openAlert(1, 'warning'), openAlert(2, 'critical'))), 'err');
});

test('FS-615: the list holds at most 100 open alerts, worst first, and says when it is cut', () => {
  const many = alertsOf(...Array.from({ length: 120 }, (_, index) => openAlert(index, index === 119 ? 'critical' : 'warning')));
  const body = buildDocument('state/alerts', reportAt(live, 0, { alerts: many, eventSeq: 120 }));
  assert.equal(body?.open.length, 100);
  assert.equal(body?.open[0]?.id, 'id-119');
  assert.deepEqual([body?.truncated, body?.event_seq], [true, 120]);
});
