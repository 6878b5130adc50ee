import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseSpeed, clockAfter, fleetTimeAt } from './fleet-clock.ts';

const wish = { demo: true, packaged: false, speed: undefined, baseMs: undefined };

test('the clock runs 10 times in the demo and once elsewhere', () => {
  assert.deepEqual(chooseSpeed(wish), { ok: true, speed: 10 });
  assert.deepEqual(chooseSpeed({ ...wish, demo: false }), { ok: true, speed: 1 });
});

test('a packaged console does not speed up a real fleet; an unpackaged one does, for tests', () => {
  assert.equal(chooseSpeed({ ...wish, demo: false, packaged: true, speed: '60' }).ok, false);
  assert.deepEqual(chooseSpeed({ ...wish, demo: false, packaged: true, speed: '1' }), { ok: true, speed: 1 });
  assert.deepEqual(chooseSpeed({ ...wish, demo: false, speed: '60' }), { ok: true, speed: 60 });
  assert.deepEqual(chooseSpeed({ ...wish, packaged: true, speed: '30' }), { ok: true, speed: 30 });
});

test('a speed outside 1 to 60 and a base in a packaged console are refused', () => {
  for (const speed of ['0', '61', '-1', 'fast', 'NaN']) assert.equal(chooseSpeed({ ...wish, speed }).ok, false, speed);
  assert.deepEqual(chooseSpeed({ ...wish, baseMs: '1790000000000' }), {
    ok: true,
    speed: 10,
    baseMs: 1_790_000_000_000,
  });
  assert.equal(chooseSpeed({ ...wish, packaged: true, baseMs: '1790000000000' }).ok, false);
});

test('the demo clock never jumps back between two starts', () => {
  const now = 1_790_000_000_000;
  fc.assert(
    fc.property(
      fc.double({ min: 1.01, max: 60, noNaN: true }),
      fc.integer({ min: -1_000_000, max: 14 * 86_400_000 }),
      (speed, ahead) => {
        const clock = clockAfter(speed, now, now + ahead);
        assert(clock !== undefined);
        assert(fleetTimeAt(clock, now) >= Math.max(now, now + ahead) - 0.001);
        assert(fleetTimeAt(clock, now) <= Math.max(now, now + ahead) + 60);
      },
    ),
    { seed: 7 },
  );
});

test('a mark that no clock can meet asks for a new start', () => {
  const now = 1_790_000_000_000;
  assert.equal(clockAfter(1, now, now + 1), undefined);
  assert.equal(clockAfter(10, now, now + 15 * 86_400_000), undefined);
  assert.deepEqual(clockAfter(1, now, now - 5), { speed: 1, baseMs: now });
});
