import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NVR, at, camera, nvr, settingsWith, statsWith } from '../testing/sites.ts';
import { lookAt } from './alert-rules.ts';
import { emptyAlertMemory } from './alert-step.ts';
import { buildDocument } from './documents.ts';
import type { RoleState } from './frigate/topics.ts';
import { emptyObserved, observe } from './observed.ts';
import type { Observation } from './observation.ts';
import type { Observed } from './observed.ts';
import { cameraRules } from './rules/camera-rules.ts';

const settings = settingsWith([nvr([camera('door', { audio: true })])]);

/** Statistics at `s`, the last word on recording and audio at `saidS`, the newest segment where the database was asked. */
const seen = (s: number, saidS: number, record: RoleState, segmentAgeS?: number): Observed => {
  const said = (observed: Observed, role: 'record' | 'audio', state: RoleState): Observed =>
    observe(observed, { type: 'camera-status', nvr: NVR, camera: 'door', role, state }, at(saidS));
  let observed = said(said(emptyObserved(settings, at(0)), 'record', record), 'audio', 'offline');
  if (segmentAgeS !== undefined) {
    observed = observe(observed, { type: 'nvr-http', nvr: NVR, sample: { reachable: true, safeMode: false, newestSegmentAgeS: { door: segmentAgeS } } }, at(s));
  }
  return observe(observed, { type: 'stats', nvr: NVR, stats: statsWith({ door: {} }) }, at(s));
};

const viewOf = (observed: Observed, s: number) => {
  const look = lookAt(observed, settings, at(s));
  const verdict = cameraRules(look).find(({ kind, object }) => kind === 'no_recordings' && object === `camera:${NVR}/door`)?.verdict;
  const { record, audio } = look.nvrs[0]?.cameras[0] ?? {};
  return { record, audio, verdict };
};

test("FS-920: where the database has nothing to say of a camera's recordings, Frigate's own word counts, while it is fresh", () => {
  assert.deepEqual(viewOf(seen(60, 55, 'offline'), 60), { record: 'offline', audio: 'offline', verdict: 'bad' });
  assert.deepEqual(viewOf(seen(60, 55, 'online'), 60), { record: 'online', audio: 'offline', verdict: 'good' });
  assert.deepEqual(viewOf(seen(60, 55, 'disabled'), 60).verdict, 'unmeasured');
  assert.deepEqual(viewOf(seen(200, 55, 'offline'), 200), { record: 'online', audio: 'online', verdict: 'unmeasured' });
});

test('segments in the database are the better proof', () => {
  assert.deepEqual(viewOf(seen(60, 55, 'offline', 12), 60), { record: 'online', audio: 'offline', verdict: 'good' });
  assert.deepEqual(viewOf(seen(60, 55, 'online', 900), 60), { record: 'offline', audio: 'offline', verdict: 'bad' });
});

test('where Frigate was asked and lets nobody in, or gives no answer, nothing is known of recordings, and no figure is told', () => {
  for (const sample of [{ reachable: true }, { reachable: false }]) {
    const asked = observe(seen(60, -200, 'online'), { type: 'nvr-http', nvr: NVR, sample }, at(60));
    const observed = observe(asked, { type: 'stats', nvr: NVR, stats: statsWith({ door: {} }) }, at(90));
    assert.deepEqual(viewOf(observed, 90), { record: 'unknown', audio: 'online', verdict: 'unmeasured' });
    const report = { look: lookAt(observed, settings, at(90)), alerts: emptyAlertMemory(), cameras: new Map(), agent: { state: 'online', version: '1', startedTs: 0 }, queue: { depth: 0, dropped: 0 }, eventSeq: 0 } as const;
    assert.deepEqual(buildDocument('state/health', report)?.nvrs?.[0]?.cameras, { total: 1, online: 1, offline: 0, disabled: 0 });
  }
});

test('what was heard of a camera before the configuration named it counts: its statistics, and that it is switched off', () => {
  const site = settingsWith([{ ...nvr([]), discover: true }]);
  const heard: readonly Observation[] = [
    { type: 'camera-switch', nvr: NVR, camera: 'yard', what: 'enabled', on: false },
    { type: 'stats', nvr: NVR, stats: statsWith({ door: {}, yard: { fps: 0 } }) },
    { type: 'nvr-cameras', nvr: NVR, cameras: [camera('door'), camera('yard')] },
  ];
  const observed = heard.reduce((sum, one) => observe(sum, one, at(10)), emptyObserved(site, at(0)));
  const [look] = lookAt(observed, site, at(10)).nvrs;
  assert.deepEqual(look?.cameras.map(({ id, detect }) => `${id} ${detect}`), ['door online', 'yard disabled']);
});

test('a word that is only repeated makes no new site, until it would grow old', () => {
  const first = seen(60, 55, 'online');
  const again = (s: number): Observed => observe(first, { type: 'camera-status', nvr: NVR, camera: 'door', role: 'record', state: 'online' }, at(s));
  assert.equal(again(65).nvrs.get(NVR), first.nvrs.get(NVR));
  assert.notEqual(again(90).nvrs.get(NVR), first.nvrs.get(NVR));
});
