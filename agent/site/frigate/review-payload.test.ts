import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytes, fixture, fixtureNames } from '../../testing/fixtures.ts';
import { isEventUpdate, parseEvent, parseReview } from './review-payload.ts';

test('every review and event of the fixtures parses, from 0.12 to 0.18', () => {
  for (const name of fixtureNames('frigate-mqtt')) {
    if (name.startsWith('frigate__reviews.')) assert.ok(parseReview(fixture(`frigate-mqtt/${name}`)).ok, name);
    if (name.startsWith('frigate__events.')) assert.ok(parseEvent(fixture(`frigate-mqtt/${name}`)).ok, name);
  }
});

test('a review carries its times in milliseconds, its objects, zones and picture', () => {
  const parsed = parseReview(fixture('frigate-mqtt/frigate__reviews.end.json'));
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.item, {
    id: '1718987129.308396-fqk5ka',
    camera: 'front_cam',
    phase: 'end',
    startTs: 1_718_987_129_308,
    endTs: 1_718_987_170_500,
    endBeforeStart: false,
    severity: 'alert',
    objects: ['person-verified', 'car'],
    labels: ['Bob'],
    zones: ['front_yard'],
    thumb: '/media/frigate/clips/review/thumb-front_cam-1718987129.308396-fqk5ka.webp',
    detections: ['1718987128.947436-g92ztx', '1718987148.879516-d7oq7r', '1718987126.934663-q5ywpt'],
    described: false,
  });
});

test('the fourth type genai is known; another type is refused', () => {
  const parsed = parseReview(fixture('frigate-mqtt/frigate__reviews.genai.json'));
  assert.ok(parsed.ok && parsed.item.phase === 'genai');
  assert.deepEqual(parseReview(bytes({ type: 'later', after: { id: 'a', camera: 'b' } })), { ok: false, reason: 'phase' });
});

test('FS-656: hostile 29: an end before the start has no end time and is flagged', () => {
  const parsed = parseReview(fixture('hostile/29-end-before-start.json'));
  assert.ok(parsed.ok);
  assert.equal(parsed.item.endTs, null);
  assert.equal(parsed.item.endBeforeStart, true);
});

test('a plate is a pair of text and score on the wire', () => {
  const parsed = parseEvent(fixture('frigate-mqtt/frigate__events.end.plate-tuple.json'));
  assert.ok(parsed.ok);
  assert.equal(parsed.item.plate, '123ABC');
  assert.equal(parsed.item.subLabel, "John's Car");
});

test('an update of a tracked object is known by its end alone', () => {
  const updates = fixtureNames('frigate-mqtt').filter((name) => name.startsWith('frigate__events.'));
  for (const name of updates) {
    const payload = fixture(`frigate-mqtt/${name}`);
    const { type } = JSON.parse(new TextDecoder().decode(payload)) as { type: string };
    // The documented example has its type in front: it is read in full, and means the same.
    assert.equal(isEventUpdate(payload), type === 'update' && !name.includes('documented'), name);
  }
  for (const text of ['', '{}', '{"type": "update", "after": {}}', '{"type": "updates"}']) assert.equal(isEventUpdate(bytes(text)), false, text);
});

test('an item without id or camera is refused', () => {
  assert.deepEqual(parseEvent(bytes({ type: 'new', after: { id: null, camera: 'a' } })), { ok: false, reason: 'id' });
  assert.deepEqual(parseReview(bytes({ type: 'new', after: 'x' })), { ok: false, reason: 'type' });
});

test('no bytes make the parsers throw', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      parseReview(bytes(text));
      parseEvent(bytes({ type: 'new', after: JSON.parse(text) as unknown }));
    }),
    { seed: 41, numRuns: 300 },
  );
});
