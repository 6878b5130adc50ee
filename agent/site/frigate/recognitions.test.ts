import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from '../../testing/fixtures.ts';
import { NVR } from '../../testing/sites.ts';
import { NOTHING_PERSONAL } from '../settings.ts';
import type { PersonalData } from '../settings.ts';
import { recognitionOf, withTold } from './recognitions.ts';
import type { ToldRecognitions } from './recognitions.ts';
import { parseTrackedObjectUpdate } from './tracked-object-payload.ts';

const ALL: PersonalData = { plate: true, face: true, class: true };

const bodyOf = (name: string, personal: PersonalData) => {
  const parsed = parseTrackedObjectUpdate(fixture(`frigate-mqtt/frigate__tracked_object_update.${name}.json`));
  assert.ok(parsed.ok, name);
  return recognitionOf(NVR, parsed.update, personal);
};

const NAMES = ['lpr', 'lpr.0.18', 'lpr-unknown-plate', 'face', 'face-unmatched', 'classification-attribute', 'classification-sub_label', 'description'] as const;

test('FS-905: each kind of recognition needs its own opt-in; a description never leaves', () => {
  const kinds = (personal: PersonalData) => NAMES.map((name) => bodyOf(name, personal)?.kind);
  assert.deepEqual(kinds(NOTHING_PERSONAL), NAMES.map(() => undefined));
  assert.deepEqual(kinds({ ...NOTHING_PERSONAL, plate: true }), ['plate', 'plate', 'plate', undefined, undefined, undefined, undefined, undefined]);
  assert.deepEqual(kinds({ ...NOTHING_PERSONAL, face: true }), [undefined, undefined, undefined, 'face', undefined, undefined, undefined, undefined]);
  assert.deepEqual(kinds(ALL), ['plate', 'plate', 'plate', 'face', undefined, 'class', 'class', undefined]);
});

test('a plate says whether the site knows it; the name that the site gave it stays there', () => {
  assert.deepEqual(bodyOf('lpr', ALL), {
    kind: 'plate',
    event_id: '1607123955.475377-mxklsc',
    nvr: NVR,
    camera: 'driveway_cam',
    occurred_ts: 1_607_123_958_748,
    value: '123ABC',
    known: true,
    score: 0.95,
  });
  assert.equal(bodyOf('lpr-unknown-plate', ALL)?.known, false);
});

test('what was told is bounded', () => {
  let told: ToldRecognitions = new Map();
  for (let index = 0; index < 2_100; index += 1) told = withTold(told, `${index}`, index);
  assert.equal(told.size, 2_000);
  assert.ok(!told.has('0') && told.has('2099'));
});
