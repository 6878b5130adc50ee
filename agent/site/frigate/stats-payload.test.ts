import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytes, fixture } from '../../testing/fixtures.ts';
import { FPS_MAX, parseStats } from './stats-payload.ts';
import type { FrigateStats } from './stats-payload.ts';

const statsOf = (path: string): FrigateStats => {
  const parsed = parseStats(fixture(path));
  assert.ok(parsed.ok, path);
  return parsed.stats;
};

test('statistics of 0.17: cameras, detector, storage in MiB, percentages out of strings', () => {
  const stats = statsOf('frigate-mqtt/frigate__stats.json');
  assert.deepEqual([...stats.cameras.keys()], ['front_door', 'driveway_cam']);
  assert.deepEqual(stats.detectors, [{ name: 'coral', inferenceMs: 8.94 }]);
  assert.deepEqual(stats.storage.get('/media/frigate/recordings'), {
    state: 'present',
    totalMb: 244_529.7,
    usedMb: 189_607,
    freeMb: 42_429.9,
  });
  assert.equal(stats.version, '0.17.2-abc1234');
  assert.equal(stats.uptimeS, 101_113);
  assert.equal(stats.gpuPct, 3.24);
  assert.equal(stats.cpuPct, 23.4);
  assert.equal(stats.temperatureC, 52.3);
  assert.equal(stats.updatedTs, 1_780_677_009_000);
});

test('statistics of 0.18: temperature stands under the detector, expected_fps with the camera', () => {
  const stats = statsOf('frigate-mqtt/frigate__stats.0.18.json');
  assert.equal(stats.temperatureC, 52.3);
  assert.equal(stats.cameras.get('driveway_cam')?.expectedFps, 5);
  assert.equal(stats.cameras.get('driveway_cam')?.fps, 2.1);
});

test('degraded statistics: no process, missing path and a detector that never measured are told apart from zero', () => {
  const stats = statsOf('frigate-mqtt/frigate__stats.degraded.json');
  assert.equal(stats.cameras.get('front_door')?.capturing, false);
  assert.equal(stats.cameras.get('driveway_cam')?.capturing, true);
  assert.deepEqual(stats.storage.get('/media/frigate/recordings'), { state: 'missing' });
  assert.deepEqual(stats.detectors, [{ name: 'coral', inferenceMs: null }]);
  assert.equal(stats.cpuPct, null);
  assert.equal(stats.gpuPct, null);
});

test('FS-650: hostile 01: bare NaN becomes null and is counted; the rest of the message counts', () => {
  const stats = statsOf('hostile/01-stats-nan.txt');
  assert.equal(stats.replaced, 1);
  assert.equal(stats.cameras.get('driveway_cam')?.fps, 5);
});

test('a NaN inside a name is no figure', () => {
  const parsed = parseStats(bytes('{"cameras":{"NaN cam":{"camera_fps":NaN,"process_fps":-Infinity}},"service":{"version":"a \\"NaN\\" b"}}'));
  assert.ok(parsed.ok);
  assert.equal(parsed.stats.replaced, 2);
  assert.equal(parsed.stats.cameras.get('NaN cam')?.fps, null);
  assert.equal(parsed.stats.version, 'a "NaN" b');
});

test('FS-651: hostile 03: absurd fps are clamped to 0..240 and the camera is marked invalid', () => {
  const stats = statsOf('hostile/03-stats-absurd-fps.json');
  const camera = stats.cameras.get('front_door');
  assert.deepEqual([camera?.fps, camera?.processFps, camera?.skippedFps], [0, FPS_MAX, FPS_MAX]);
  assert.equal(camera?.invalid, true);
  assert.equal(stats.cameras.get('driveway_cam')?.invalid, false);
});

test('FS-652: hostile 05: percentages in strings; "-%" and "" are not measured', () => {
  const stats = statsOf('hostile/05-stats-percent-strings.json');
  assert.equal(stats.gpuPct, 12);
});

test('FS-653: hostile 31: double-encoded statistics are dropped, not unwrapped', () => {
  assert.deepEqual(parseStats(fixture('hostile/31-stats-double-encoded.json')), { ok: false, reason: 'type' });
});

test('payloads that are too large, no UTF-8, no JSON or no object are refused by reason', () => {
  assert.deepEqual(parseStats(new Uint8Array(262_145)), { ok: false, reason: 'size' });
  assert.deepEqual(parseStats(Uint8Array.of(0xff, 0xfe)), { ok: false, reason: 'utf8' });
  assert.deepEqual(parseStats(bytes('{"cameras":')), { ok: false, reason: 'json' });
  assert.deepEqual(parseStats(bytes('[]')), { ok: false, reason: 'type' });
  assert.deepEqual(parseStats(fixture('hostile/11-deep-nesting.json')).ok, false);
});

test('keys that name an object prototype are names like any other', () => {
  const parsed = parseStats(bytes('{"cameras":{"__proto__":{"camera_fps":5},"constructor":{"camera_fps":1}}}'));
  assert.ok(parsed.ok);
  assert.equal(parsed.stats.cameras.get('__proto__')?.fps, 5);
  assert.equal(({} as Record<string, unknown>)['camera_fps'], undefined);
});

test('whatever stands in the statistics, every figure is null or in its range', () => {
  const figure = fc.oneof(fc.double(), fc.string(), fc.constant(null), fc.integer(), fc.constant([]), fc.constant({}));
  const camera = fc.record({ camera_fps: figure, process_fps: figure, skipped_fps: figure, detection_fps: figure, expected_fps: figure }, { requiredKeys: [] });
  const document = fc.record(
    {
      cameras: fc.dictionary(fc.string(), camera),
      detectors: fc.dictionary(fc.string(), fc.record({ inference_speed: figure, temperature: figure }, { requiredKeys: [] })),
      gpu_usages: fc.dictionary(fc.string(), fc.record({ gpu: figure }, { requiredKeys: [] })),
      service: fc.oneof(figure, fc.record({ uptime: figure, last_updated: figure, version: figure, storage: fc.dictionary(fc.string(), fc.oneof(figure, fc.record({ total: figure, used: figure, free: figure }, { requiredKeys: [] }))) }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(document, (value) => {
      const parsed = parseStats(bytes(value));
      assert.ok(parsed.ok);
      for (const { fps, processFps } of parsed.stats.cameras.values()) {
        for (const rate of [fps, processFps]) assert.ok(rate === null || (rate >= 0 && rate <= FPS_MAX));
      }
      const { gpuPct, uptimeS } = parsed.stats;
      assert.ok(gpuPct === null || (gpuPct >= 0 && gpuPct <= 100));
      assert.ok(uptimeS === null || uptimeS >= 0);
    }),
    { seed: 31, numRuns: 300 },
  );
});

test('no bytes make the parser throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (payload) => void parseStats(payload)),
    { seed: 32, numRuns: 500 },
  );
});
