import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doctorText, good, seenOf } from './doctor-report.ts';

const nvr = (id: string, cameras?: { total: number; online?: number; disabled?: number; recording?: number }) => ({ id, state: 'up', ...(cameras ? { cameras } : {}) }) as never;

test('FS-937: before the first statistics doctor says that headquarters knows nothing of the cameras yet, never "0 of 0"', () => {
  assert.deepEqual([seenOf(undefined), seenOf([]), seenOf([nvr('nvr')]), seenOf([nvr('nvr', { total: 8 })])], [{}, {}, {}, {}]);
  const text = doctorText({ steps: [good('settings', 'Settings')], code: '1234' });
  assert.match(text, /Code 1234\. Headquarters finds it at this site under "Versions", and knows nothing of the cameras yet\.\n.*run doctor again then/);
  assert.doesNotMatch(text, /0 of 0/);
});

test('what headquarters sees: all, some, without those that are switched off, and of which NVR nothing is known', () => {
  const all = { total: 8, online: 8, disabled: 0, recording: 8 };
  assert.equal(seenOf([nvr('nvr', all)]).seen, '8 of 8 cameras, recording');
  assert.equal(seenOf([nvr('nvr', { ...all, online: 7, recording: 7, disabled: 1 })]).seen, '7 of 7 cameras, recording');
  assert.equal(seenOf([nvr('nvr', { ...all, online: 6, recording: 5 })]).seen, '6 of 8 cameras, 5 recording');
  assert.equal(seenOf([nvr('nvr', all), nvr('nvr-2', { total: 4 })]).seen, '8 of 8 cameras, recording; of nvr-2 nothing is known');
  assert.match(doctorText({ steps: [], code: '1234', ...seenOf([nvr('nvr', all)]) }), /and sees: 8 of 8 cameras, recording\.\n$/);
});
