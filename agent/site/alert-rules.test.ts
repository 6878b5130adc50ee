import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNvrId } from '../../fleet/ids.ts';
import { NVR, at, camera, nvr, settingsWith, statsWith } from '../testing/sites.ts';
import { bytes, fixture } from '../testing/fixtures.ts';
import { emptyAlertMemory, stepAlerts } from './alert-step.ts';
import { findings, lookAt } from './alert-rules.ts';
import { parseStats } from './frigate/stats-payload.ts';
import { emptyObserved, observe } from './observed.ts';
import type { NvrHttpSample, Observation, RouterSample } from './observation.ts';
import type { AgentSettings } from './settings.ts';

/** What was observed at which second; the rules look every 5 s up to `untilS`. */
type Timeline = readonly (readonly [s: number, observation: Observation])[];

const playAt = (settings: AgentSettings, timeline: Timeline, untilS: number): readonly string[] => {
  let observed = emptyObserved(settings, at(0));
  let memory = emptyAlertMemory();
  const told: string[] = [];
  let next = 0;
  for (let s = 0; s <= untilS; s += 5) {
    for (; next < timeline.length && (timeline[next]?.[0] ?? Infinity) <= s; next += 1) {
      const [second, observation] = timeline[next] as (typeof timeline)[number];
      observed = observe(observed, observation, at(second));
    }
    const step = stepAlerts(memory, findings(lookAt(observed, settings, at(s)), { dropped: 0 }), at(s), () => `${s}`, () => true);
    memory = step.memory;
    told.push(...step.changes.map(({ op, alert }) => `${s} ${op} ${alert.kind} ${alert.severity} ${alert.object}`));
  }
  return told;
};

/** A router without NVRs: only its own alerts. */
const playRouter = (timeline: Timeline, untilS: number): readonly string[] => playAt(settingsWith([]), timeline, untilS);

const play = (timeline: Timeline, untilS: number): readonly string[] => playAt(settingsWith(), timeline, untilS);

/** The same observation again and again. */
const every = (stepS: number, fromS: number, toS: number, observation: Observation): Timeline =>
  Array.from({ length: Math.floor((toS - fromS) / stepS) + 1 }, (_, index) => [fromS + index * stepS, observation] as const);

const inOrder = (...parts: readonly Timeline[]): Timeline => parts.flat().sort(([a], [b]) => a - b);

const stats = (cameras: Parameters<typeof statsWith>[0], more: Parameters<typeof statsWith>[1] = {}): Observation => ({
  type: 'stats',
  nvr: NVR,
  stats: statsWith({ door: {}, yard: {}, ...cameras }, more),
});
const http = (sample: NvrHttpSample): Observation => ({ type: 'nvr-http', nvr: NVR, sample });
const router = (sample: RouterSample): Observation => ({ type: 'router', sample });
const fine = stats({});

test('FS-630: camera_offline: warning after 60 s, closed after 30 s; critical when all cameras of the NVR are off line', () => {
  const dark = stats({ door: { fps: 0 } });
  assert.deepEqual(play(inOrder(every(15, 0, 90, dark), every(15, 105, 200, fine)), 200), [
    '60 open camera_offline warning camera:nvr/door',
    '135 close camera_offline warning camera:nvr/door',
  ]);
  const all = stats({ door: { fps: 0 }, yard: { capturing: false } });
  assert.deepEqual(play(every(15, 0, 75, all), 75), [
    '60 open camera_offline critical camera:nvr/door',
    '60 open camera_offline critical camera:nvr/yard',
  ]);
});

test('FS-631: camera_offline: a camera that is switched off, or whose figures are absurd, raises nothing', () => {
  const off: Observation = { type: 'camera-switch', nvr: NVR, camera: 'door', what: 'enabled', on: false };
  assert.deepEqual(play(inOrder([[0, off]], every(15, 1, 200, stats({ door: { fps: 0 } }))), 200), []);
  const absurd = stats({ door: { fps: 0, invalid: true } });
  assert.deepEqual(play(every(15, 0, 200, absurd), 200), []);
});

test('hostile 03: absurd statistics raise no alert, once or for an hour', () => {
  const parsed = parseStats(fixture('hostile/03-stats-absurd-fps.json'));
  assert.ok(parsed.ok);
  const settings = settingsWith([nvr([camera('front_door'), camera('driveway_cam')])]);
  const absurd: Observation = { type: 'stats', nvr: NVR, stats: parsed.stats };
  assert.deepEqual(playAt(settings, [[0, absurd]], 120), []);
  assert.deepEqual(playAt(settings, every(30, 0, 3_600, absurd), 3_600), []);
});

test('FS-632: camera_frozen: pictures arrive, none is looked at, for 5 min; closed after 1 min', () => {
  const frozen = stats({ door: { processFps: 0 } });
  assert.deepEqual(play(inOrder(every(15, 0, 330, frozen), every(15, 345, 420, fine)), 420), [
    '300 open camera_frozen warning camera:nvr/door',
    '405 close camera_frozen warning camera:nvr/door',
  ]);
});

test('FS-633: no_recordings: critical after 10 min on the NVR when no camera records, on the camera when one does not', () => {
  const none = http({ reachable: true, newestSegmentAgeS: { door: 500, yard: 500 } });
  const one = http({ reachable: true, newestSegmentAgeS: { door: 500, yard: 5 } });
  const timeline = (sample: Observation) => inOrder(every(30, 0, 660, fine), every(30, 0, 660, sample));
  assert.deepEqual(play(timeline(none), 660), ['600 open no_recordings critical nvr:nvr']);
  assert.deepEqual(play(timeline(one), 660), ['600 open no_recordings critical camera:nvr/door']);
});

test('FS-634: recording_path_missing: critical from the second sample that lacks the path', () => {
  const parsed = parseStats(fixture('frigate-mqtt/frigate__stats.degraded.json'));
  assert.ok(parsed.ok);
  const missing = stats({}, { storage: parsed.stats.storage });
  assert.deepEqual(play([[0, missing], [30, missing]], 30), ['30 open recording_path_missing critical nvr:nvr']);
  assert.deepEqual(play([[0, stats({}, { storage: new Map() })], [30, stats({}, { storage: new Map() })]], 30), []);
  const absurd = parseStats(bytes('{"service":{"storage":{"/media/frigate/recordings":{"total":NaN,"used":-1,"free":"x"}}}}'));
  assert.ok(absurd.ok);
  const garbled = stats({}, { storage: absurd.stats.storage });
  assert.deepEqual(play([[0, garbled], [30, garbled], [60, garbled]], 60), [], 'absurd figures are no missing path');
  assert.deepEqual(play([[0, missing], [30, missing], [60, garbled], [90, garbled]], 90), ['30 open recording_path_missing critical nvr:nvr'], 'nor its return');
});

const disk = (freeMb: number): Observation =>
  stats({}, { storage: new Map([['/media/frigate/recordings', { state: 'present', totalMb: 100_000, usedMb: 100_000 - freeMb, freeMb }]]) });

test('absurd figures of a disk change nothing of its alert', () => {
  const garbled = stats({}, { storage: new Map([['/media/frigate/recordings', { state: 'unknown' }]]) });
  const falling = Array.from({ length: 24 }, (_, index) => [index * 60, disk(9_000 - index * 20)] as const);
  assert.deepEqual(play([...falling, [1_440, garbled], [1_500, garbled]], 1_500), ['660 open disk_low warning disk:/media/frigate/recordings']);
});

test('FS-635: disk_low: warning below 10 % free with less than 72 h to go; a full disk that stands still is no news', () => {
  const falling = Array.from({ length: 24 }, (_, index) => [index * 60, disk(9_000 - index * 20)] as const);
  assert.deepEqual(play(falling, 1_380), ['660 open disk_low warning disk:/media/frigate/recordings']);
  assert.deepEqual(play(every(60, 0, 3_600, disk(2_000)), 3_600), []);
});

test('FS-636: disk_low: critical with less than an hour of recording left', () => {
  const rate = http({ reachable: true, recordingMbPerH: 3_000 });
  assert.deepEqual(play(inOrder([[0, rate]], [[1, disk(2_900)]], [[31, disk(2_850)]]), 60), [
    '35 open disk_low critical disk:/media/frigate/recordings',
  ]);
});

test('nvr_down: critical after 60 s without answer and statistics; closed 30 s after it answers', () => {
  const down = http({ reachable: false });
  const up = http({ reachable: true, safeMode: false });
  assert.deepEqual(play(inOrder([[0, fine]], every(15, 15, 105, down), every(15, 120, 180, up), every(15, 120, 180, fine)), 180), [
    '75 open nvr_down critical nvr:nvr',
    '150 close nvr_down critical nvr:nvr',
  ]);
});

test('FS-637: nvr_down: while statistics arrive, HTTP that fails is no outage', () => {
  assert.deepEqual(play(inOrder(every(30, 0, 600, fine), every(30, 0, 600, http({ reachable: false }))), 600), []);
});

test('FS-638: nvr_stale: Frigate answers but its statistics are older than 150 s', () => {
  assert.deepEqual(play(inOrder([[0, fine]], every(30, 0, 240, http({ reachable: true, safeMode: false })), [[200, fine]]), 240), [
    '155 open nvr_stale warning nvr:nvr',
    '200 close nvr_stale warning nvr:nvr',
  ]);
});

test('FS-639: nvr_safe_mode: critical from the second answer that says so, though statistics stop; available is never asked', () => {
  const safe = http({ reachable: true, safeMode: true });
  assert.deepEqual(play(inOrder([[0, fine]], every(30, 10, 400, safe)), 400), ['40 open nvr_safe_mode critical nvr:nvr']);
});

test('FS-640: detector_slow: above 100 ms for 5 min, closed below 80 ms; between the two nothing changes', () => {
  const at120 = stats({}, { detectors: [{ name: 'coral', inferenceMs: 120 }] });
  const at90 = stats({}, { detectors: [{ name: 'coral', inferenceMs: 90 }] });
  assert.deepEqual(play(inOrder(every(30, 0, 330, at120), every(30, 360, 900, at90), every(30, 930, 1_290, fine)), 1_290), [
    '300 open detector_slow warning nvr:nvr',
    '1230 close detector_slow warning nvr:nvr',
  ]);
});

test('FS-641: hot: at 85 °C for 5 min, closed below 80 °C', () => {
  const timeline = inOrder(every(30, 0, 330, router({ tempC: 85 })), every(30, 360, 600, router({ tempC: 82 })), every(30, 630, 960, router({ tempC: 79 })));
  assert.deepEqual(playRouter(timeline, 960), ['300 open hot warning site', '930 close hot warning site']);
});

test('FS-642: clock_unset: after 10 min without synchronisation', () => {
  const unset = router({ clock: { synced: false, source: 'none' } });
  const set = router({ clock: { synced: true, source: 'ntp' } });
  assert.deepEqual(playRouter(inOrder(every(30, 0, 630, unset), every(30, 660, 720, set)), 720), [
    '600 open clock_unset warning site',
    '690 close clock_unset warning site',
  ]);
});

test('FS-643: queue_dropping: opens with the first loss, closes 15 min after the last; a broker that restarts is no loss', () => {
  const dropped = (brokerDropped: number) => router({ brokerDropped });
  const timeline = inOrder([[0, dropped(0)], [30, dropped(4)], [60, dropped(9)], [90, dropped(0)]], every(30, 120, 1_200, dropped(0)));
  assert.deepEqual(playRouter(timeline, 1_200), ['30 open queue_dropping warning site', '960 close queue_dropping warning site']);
});

test('FS-644: bridge_refused: from the third refusal, closed by a connection', () => {
  const bridge = (refusals: number, connected = false): Observation => ({ type: 'bridge', sample: { hub: 'north', connected, refusals } });
  assert.deepEqual(play([[0, bridge(1)], [10, bridge(2)], [20, bridge(3)], [40, bridge(0, true)]], 60), [
    '20 open bridge_refused warning hub:north',
    '40 close bridge_refused warning hub:north',
  ]);
});

test('FS-645: config kinds: each from its own fact, and none without a configuration loop', () => {
  const config = (reconcile: Record<string, unknown>, more = {}): Observation => ({
    type: 'config',
    sample: { reconcile: { status: 'in_sync', ...reconcile }, frozen: false, trustBroken: false, ...more },
  });
  const kinds = (observation: Observation) => play([[0, observation]], 0).map((line) => line.split(' ').slice(2, 4).join(' '));
  assert.deepEqual(kinds(config({})), []);
  assert.deepEqual(kinds(config({ status: 'failed' })), ['config_failed warning']);
  assert.deepEqual(kinds(config({ status: 'rolled_back' })), ['config_rolled_back warning']);
  assert.deepEqual(kinds(config({ drift_total: 2 })), ['config_drift warning']);
  assert.deepEqual(kinds(config({ refused_total: 1 })), ['config_refused warning']);
  assert.deepEqual(kinds(config({ fetch: { ok_ts: at(0).wallTs - 86_400_001 } })), ['config_stale warning']);
  assert.deepEqual(kinds(config({}, { frozen: true })), ['config_frozen warning']);
  assert.deepEqual(kinds(config({}, { trustBroken: true })), ['trust_broken critical']);
});

test('with two NVRs each has alerts of its own, and cameras of a dead one raise nothing', () => {
  const second = parseNvrId('nvr2');
  assert.ok(second);
  const settings = settingsWith([nvr([camera('door')]), nvr([camera('door')], second)]);
  const timeline = inOrder(
    every(30, 0, 300, { type: 'stats', nvr: NVR, stats: statsWith({ door: {} }) }),
    [[0, { type: 'stats', nvr: second, stats: statsWith({ door: {} }) }]],
    every(30, 15, 300, { type: 'nvr-http', nvr: second, sample: { reachable: false } }),
  );
  assert.deepEqual(playAt(settings, timeline, 300), ['75 open nvr_down critical nvr:nvr2']);
});

test('nothing observed raises nothing but the silence of each NVR', () => {
  assert.deepEqual(play([], 600), ['155 open nvr_stale warning nvr:nvr']);
});
