import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode } from '../../fleet/decode.ts';
import { siteTopic } from '../../fleet/topics.ts';
import { T0, at, siteId } from '../testing/sites.ts';
import { CLOCK_WAIT_MS, chooseBoot, ownTime, sealState, sealWill } from './identity.ts';

const seconds = Math.floor(T0 / 1_000);
const ask = { stored: undefined, wallTs: T0, clockSynced: true, waitedMs: 0 };

test('FS-600: boot is max(stored + 1, Unix seconds) with a synchronised clock', () => {
  assert.equal(chooseBoot(ask), seconds);
  assert.equal(chooseBoot({ ...ask, stored: 41 }), seconds);
  assert.equal(chooseBoot({ ...ask, stored: seconds + 10 }), seconds + 11);
});

test('without a synchronised clock a stored boot counts on at once', () => {
  assert.equal(chooseBoot({ ...ask, clockSynced: false, stored: 41 }), 42);
  assert.equal(chooseBoot({ ...ask, wallTs: 1_000, stored: 41 }), 42);
});

test('FS-601: with neither the agent waits 120 s for the clock, then starts at 1', () => {
  const unset = { ...ask, clockSynced: false };
  assert.equal(chooseBoot(unset), 'wait');
  assert.equal(chooseBoot({ ...unset, waitedMs: CLOCK_WAIT_MS - 1 }), 'wait');
  assert.equal(chooseBoot({ ...unset, waitedMs: CLOCK_WAIT_MS }), 1);
  assert.equal(chooseBoot({ ...unset, clockSynced: true, waitedMs: 30_000 }), seconds);
});

test('boots of one store rise whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ wallTs: fc.integer({ min: 0, max: T0 * 2 }), clockSynced: fc.boolean() }), { minLength: 1, maxLength: 20 }), (starts) => {
      let stored: number | undefined;
      for (const start of starts) {
        const boot = chooseBoot({ stored, ...start, waitedMs: CLOCK_WAIT_MS });
        assert.ok(boot !== 'wait' && boot > (stored ?? 0));
        stored = boot;
      }
    }),
    { seed: 61 },
  );
});

test('FS-604: a state carries the envelope and three times its cadence as ttl_s', () => {
  const by = { site: siteId(), boot: 5, conn: 2 };
  const decoded = decode(siteTopic(by.site, 'state/alerts'), Buffer.from(sealState('state/alerts', { open: [], event_seq: 3 }, by, 9, at(0))));
  assert.ok(decoded.ok && decoded.message.kind === 'state/alerts');
  assert.deepEqual(decoded.message.body, { v: 1, site: by.site, boot: 5, conn: 2, seq: 9, ts: T0, ttl_s: 2_700, open: [], event_seq: 3 });
});

test('FS-602: before 2020 the clock counts as not set: ts is 0 and own times are left out', () => {
  const by = { site: siteId(), boot: 1, conn: 1 };
  const payload = sealState('state/alerts', { open: [] }, by, 1, { wallTs: 90_000, monoMs: 0 });
  assert.equal((JSON.parse(payload) as { ts: number }).ts, 0);
  assert.equal(ownTime(90_000), undefined);
  assert.equal(ownTime(T0), T0);
});

test('FS-603: the last will is the one message without seq and ts', () => {
  const by = { site: siteId(), boot: 5, conn: 2 };
  const decoded = decode(siteTopic(by.site, 'state/agent'), Buffer.from(sealWill(by)));
  assert.ok(decoded.ok && decoded.message.kind === 'will');
  assert.deepEqual(decoded.message.body, { v: 1, ...by, state: 'offline' });
});
