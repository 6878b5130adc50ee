import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, fixture, fixtureNames } from '../../testing/fixtures.ts';
import { PLATE_MAX_CODE_POINTS, parseTrackedObjectUpdate } from './tracked-object-payload.ts';

const updateOf = (path: string) => {
  const parsed = parseTrackedObjectUpdate(fixture(path));
  assert.ok(parsed.ok, path);
  return parsed.update;
};

test('every update of the fixtures parses', () => {
  for (const name of fixtureNames('frigate-mqtt').filter((name) => name.startsWith('frigate__tracked_object_update.'))) {
    updateOf(`frigate-mqtt/${name}`);
  }
});

test('kinds: plate with known vehicle, unmatched face, classification by sub-label or attribute', () => {
  const plate = updateOf('frigate-mqtt/frigate__tracked_object_update.lpr.0.18.json');
  assert.deepEqual([plate.kind, plate.value, plate.known, plate.score], ['plate', '123ABC', "John's Car", 0.95]);
  assert.equal(updateOf('frigate-mqtt/frigate__tracked_object_update.face-unmatched.json').value, null);
  assert.equal(updateOf('frigate-mqtt/frigate__tracked_object_update.classification-attribute.json').value, 'yes');
});

test('FS-657: hostile 25: a plate is NFC, without controls, at most 32 code points; the original stays for the detail', () => {
  const { value, original } = updateOf('hostile/25-unicode-plate.json');
  assert.ok(value !== null && original !== null);
  assert.equal(value, value.normalize('NFC'));
  assert.ok(!value.includes('\u0000') && original.includes('\u0000'));
  const long = parseTrackedObjectUpdate(bytes({ type: 'lpr', id: 'a', camera: 'b', plate: '🚗'.repeat(50) }));
  assert.ok(long.ok);
  assert.equal(long.update.value, '🚗'.repeat(PLATE_MAX_CODE_POINTS));
});

test('FS-658: hostile 27: without the id of its object an update is dropped', () => {
  assert.deepEqual(parseTrackedObjectUpdate(fixture('hostile/27-plate-null-score.json')), { ok: false, reason: 'id' });
});
