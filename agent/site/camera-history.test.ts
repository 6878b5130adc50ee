import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NVR, at, camera, nvr, settingsWith, statsWith } from '../testing/sites.ts';
import { lookAt } from './alert-rules.ts';
import { cameraSince, trackCameras } from './camera-history.ts';
import type { CameraHistory } from './camera-history.ts';
import { emptyObserved, observe } from './observed.ts';

test('since when a camera is off line is told only where the change was seen, not from the start of the agent', () => {
  const settings = settingsWith([nvr([camera('door')])]);
  let observed = emptyObserved(settings, at(0));
  let history: CameraHistory = new Map();
  const see = (s: number, fps: number): number | undefined => {
    observed = observe(observed, { type: 'stats', nvr: NVR, stats: statsWith({ door: { fps } }) }, at(s));
    history = trackCameras(history, lookAt(observed, settings, at(s)).nvrs, at(s));
    return cameraSince(history, NVR, 'door');
  };
  history = trackCameras(history, lookAt(observed, settings, at(0)).nvrs, at(0));
  assert.equal(see(10, 0), undefined, 'it may be off line for days');
  assert.equal(see(70, 5), at(70).wallTs);
  assert.equal(see(130, 5), at(70).wallTs);
  assert.equal(see(190, 0), at(190).wallTs);
});
