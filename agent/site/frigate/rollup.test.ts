import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NVR, T0 } from '../../testing/sites.ts';
import { ROLLUP_MS, countAlerts, countObject, emptyRollup, isRollupOver, passCameras, quarterOf, rollupBody } from './rollup.ts';

const FROM = quarterOf(T0);

test('FS-904: a roll-up is a quarter of an hour of the wall clock: objects by camera and label, time on line, alerts opened', () => {
  let rollup = emptyRollup(T0);
  for (const label of ['car', 'person', 'car']) rollup = countObject(rollup, NVR, 'door', label);
  rollup = countAlerts(rollup, 2);
  rollup = passCameras(rollup, [{ nvr: NVR, camera: 'door', up: true }, { nvr: NVR, camera: 'yard', up: false }], 30_000);
  rollup = passCameras(rollup, [{ nvr: NVR, camera: 'door', up: false }], 10_000);
  assert.deepEqual(rollupBody(rollup), {
    from_ts: FROM,
    to_ts: FROM + ROLLUP_MS,
    counts: [{ nvr: NVR, camera: 'door', label: 'car', n: 2 }, { nvr: NVR, camera: 'door', label: 'person', n: 1 }],
    cameras_up_pct: [{ nvr: NVR, camera: 'door', pct: 75 }, { nvr: NVR, camera: 'yard', pct: 0 }],
    alerts: 2,
  });
  assert.deepEqual([isRollupOver(rollup, FROM + ROLLUP_MS - 1), isRollupOver(rollup, FROM + ROLLUP_MS)], [false, true]);
});

test('while the clock is not set a roll-up has no quarter and is not told', () => {
  const rollup = emptyRollup(5_000);
  assert.equal(rollupBody(rollup), undefined);
  assert.equal(isRollupOver(rollup, 1_000_000_000), false);
});

test('a process that stood still says nothing of the time between; lists are bounded', () => {
  const still = passCameras(emptyRollup(T0), [{ nvr: NVR, camera: 'door', up: true }], 3_600_000);
  assert.deepEqual(still.up, []);
  let rollup = emptyRollup(T0);
  for (let index = 0; index < 300; index += 1) rollup = countObject(rollup, NVR, 'door', `label ${index}`);
  assert.equal(rollup.counts.length, 256);
});
