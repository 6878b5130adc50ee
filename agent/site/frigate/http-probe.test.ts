import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerApi } from '../../testing/frigate/frigate-api.ts';
import { createTruth } from '../../testing/frigate/frigate-truth.ts';
import type { FrigateTruth, FrigateVersion } from '../../testing/frigate/frigate-truth.ts';
import { NVR, T0 } from '../../testing/sites.ts';
import type { CameraSettings } from '../settings.ts';
import { faultOfStatus } from './http-answer.ts';
import type { FrigateHttp, HttpAnswer, HttpFault } from './http-answer.ts';
import { parseConfig, parseRecordings, parseReviewRows, parseVersion } from './http-payload.ts';
import { createNvrProbe } from './http-probe.ts';

const rig = (version: FrigateVersion, cameras: readonly string[] = ['door', 'yard']) => {
  const truth = createTruth(version, cameras, T0 / 1_000);
  let s = 0;
  let found: readonly CameraSettings[] = [];
  const faults = new Map<string, HttpFault>();
  /** How long each answer takes. */
  const slow = { s: 0 };
  const asked: string[] = [];
  const http: FrigateHttp = {
    faults: new Map(),
    get: (path): Promise<HttpAnswer> => {
      asked.push(path.split('?')[0] ?? '');
      s += slow.s;
      const fault = [...faults].find(([part]) => path.includes(part))?.[1];
      if (fault) return Promise.resolve({ ok: false, fault });
      const { status, body } = answerApi(truth, undefined, { method: 'GET', url: path }, T0 / 1_000 + s);
      const answer: HttpAnswer = status === 200 ? { ok: true, body: new TextEncoder().encode(body), serverTs: T0 + s * 1_000 } : { ok: false, fault: faultOfStatus(status) };
      return Promise.resolve(answer);
    },
  };
  // The router's own clock is ten years off: nothing here may rest on it.
  const probe = createNvrProbe({ nvr: NVR, http, now: () => ({ wallTs: 315_532_800_000, monoMs: s * 1_000 }), discovered: (list) => (found = list) });
  const ask = async (afterS = 60) => {
    s += afterS;
    asked.length = 0;
    const [observation] = await probe.run();
    assert.ok(observation?.type === 'nvr-http');
    return observation.sample;
  };
  return { truth, faults, asked, slow, ask, cameras: () => found };
};

const fresh = (truth: FrigateTruth, s: number): void => {
  for (const camera of truth.cameras) camera.newestSegment = T0 / 1_000 + s;
};

for (const version of ['0.16', '0.17', '0.18'] as const) {
  test(`FS-910: ${version}: version, safe mode, cameras and the age of recordings come over HTTP, by Frigate's clock`, async () => {
    const one = rig(version);
    fresh(one.truth, 50);
    const sample = await one.ask();
    assert.deepEqual([sample.reachable, sample.safeMode, sample.version?.startsWith(version), sample.newestSegmentAgeS], [true, false, true, { door: 10, yard: 10 }]);
    assert.ok((sample.recordingMbPerH ?? 0) > 0);
    assert.deepEqual([sample.model, sample.features], ['yolo-small.onnx', ['face_recognition']]);
    assert.deepEqual(one.cameras().map(({ id, expectedFps, record, audio }) => [id, expectedFps, record, audio]), [['door', 5, true, false], ['yard', 5, true, false]]);
    one.truth.safeMode = true;
    const safe = await one.ask();
    assert.deepEqual([safe.reachable, safe.safeMode, safe.newestSegmentAgeS], [true, true, undefined]);
    assert.equal(one.cameras().length, 2);
  });
}

test('FS-911: only cameras that record without a pause can have a gap; one without any segment has a great age', async () => {
  const one = rig('0.17');
  const [door, yard] = one.truth.cameras;
  assert.ok(door && yard);
  door.newestSegment = undefined;
  yard.continuous = false;
  assert.deepEqual((await one.ask()).newestSegmentAgeS, { door: 900 });
});

test('an answer that says no is an answer; what it would have said is absent', async () => {
  const one = rig('0.17');
  for (const fault of ['login', 'forbidden', 'status', 'huge'] as const) {
    one.faults.set('/api', fault);
    assert.deepEqual(await one.ask(), { reachable: true });
  }
  for (const fault of ['unreachable', 'slow', 'half', 'gateway', 'certificate'] as const) {
    one.faults.set('/api', fault);
    assert.deepEqual(await one.ask(), { reachable: false });
  }
});

test('a page of something else at that address is no Frigate', async () => {
  const http: FrigateHttp = { faults: new Map(), get: () => Promise.resolve({ ok: true, body: new TextEncoder().encode('<html>'), serverTs: T0 }) };
  const probe = createNvrProbe({ nvr: NVR, http, now: () => ({ wallTs: T0, monoMs: 0 }), discovered: () => assert.fail() });
  assert.deepEqual(await probe.run(), [{ type: 'nvr-http', nvr: NVR, sample: { reachable: false } }]);
});

test('one camera that cannot be read leaves the others; silence ends the round', async () => {
  const one = rig('0.17');
  fresh(one.truth, 60);
  one.faults.set('/door/recordings', 'status');
  assert.deepEqual((await one.ask()).newestSegmentAgeS, { yard: 0 });
  one.faults.set('/door/recordings', 'slow');
  const sample = await one.ask();
  assert.deepEqual([sample.reachable, sample.newestSegmentAgeS], [true, {}]);
  assert.ok(!one.asked.includes('/api/yard/recordings'));
});

test('a slow Frigate is asked for its cameras by turns', async () => {
  const one = rig('0.17', ['a', 'b', 'c', 'd']);
  await one.ask();
  one.slow.s = 4;
  const turns: (readonly string[])[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    fresh(one.truth, 1_000);
    turns.push(Object.keys((await one.ask()).newestSegmentAgeS ?? {}));
  }
  assert.deepEqual(turns, [['a', 'b'], ['c', 'd']]);
});

test('bytes that are not what was asked for are no answer', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (const text of ['', '{', '"x"', '[]', '{"cameras":3}', '<html>', '\u0000']) assert.equal(parseConfig(bytes(text)), undefined, text);
  for (const text of ['{}', '', '{"a":1}']) assert.equal(parseReviewRows(bytes(text)), undefined, text);
  assert.equal(parseVersion(bytes('<!doctype html>')), undefined);
  assert.deepEqual(parseRecordings(bytes('[null, 3, {"end_time": "x", "segment_size": -4}]')), { newestTs: undefined, mb: 0 });
  assert.deepEqual(parseReviewRows(bytes('[null, {"id": "a"}, {"id": "a", "camera": "door"}]'))?.length, 1);
});
