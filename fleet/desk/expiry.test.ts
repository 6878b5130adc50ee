import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EXP_TS, NOW, setOf } from '../testing/desk-operations.ts';
import { KEEP_AFTER_CLOSE_MS, RENEW_EVERY_MS, expiryFrom, messageExpiryS, renewed } from './expiry.ts';

const DAY_MS = 86_400_000;

test('FS-321: renewed at any tick, a set of an open alert never comes nearer than 30 days to its end', () => {
  fc.assert(
    fc.property(fc.integer({ min: NOW, max: NOW + 365 * DAY_MS }), fc.array(fc.nat({ max: DAY_MS }), { minLength: 60, maxLength: 90 }), (start, steps) => {
      let [set, wallTs, renewals] = [setOf({}, { exp_ts: expiryFrom(start) }), start, 0];
      for (const step of steps) {
        wallTs += step;
        const next = renewed(set, wallTs);
        if (next !== undefined) renewals += 1;
        set = next ?? set;
        assert.ok(set.exp_ts >= wallTs + KEEP_AFTER_CLOSE_MS);
      }
      assert.ok(renewals <= 1 + (wallTs - start) / RENEW_EVERY_MS);
    }),
    { seed: 321, numRuns: 200 },
  );
});

test('FS-321: a set past its end is never renewed', () => {
  assert.equal(renewed(setOf({}), EXP_TS), undefined);
  assert.ok(renewed(setOf({}), EXP_TS - 1) !== undefined);
});

test('consoles that renew on the same day write the same end', () => {
  const noon = Math.floor(NOW / DAY_MS) * DAY_MS + DAY_MS / 2;
  assert.equal(expiryFrom(noon), expiryFrom(noon + 60_000));
});

test('FS-324: the message expiry ends with the document, in real seconds; past the end there is none', () => {
  assert.equal(messageExpiryS(NOW + 90_000, NOW, 1), 90);
  assert.equal(messageExpiryS(NOW + 90_000, NOW, 10), 9);
  assert.equal(messageExpiryS(NOW + 1, NOW, 1), 1);
  assert.equal(messageExpiryS(NOW, NOW, 1), undefined);
  assert.equal(messageExpiryS(8_640_000_000_000_000, NOW, 1), 0xffff_ffff);
});
