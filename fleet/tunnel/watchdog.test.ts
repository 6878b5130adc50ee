import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterPing, FRESH_WATCH, nextPingMs, type PingResult, type Watch } from './watchdog.ts';

const silent = (startMs: number, heardMs = 0): PingResult => ({ type: 'silent', startMs, heardMs });
const run = (...pings: PingResult[]): { watch: Watch; ends: boolean[] } => {
  let watch = FRESH_WATCH;
  const ends = pings.map((ping) => {
    const next = afterPing(watch, ping);
    watch = next.watch;
    return next.end;
  });
  return { watch, ends };
};

test('FS-809: one lost ping ends nothing and is followed by another at once, the second ends what hangs', () => {
  const once = run(silent(1_000));
  assert.deepEqual([once.watch.answers, nextPingMs(once.watch), once.ends], [true, 0, [false]]);
  const twice = run(silent(1_000), silent(6_000));
  assert.deepEqual([twice.watch.answers, twice.watch.silentSinceMs, twice.ends], [false, 1_000, [false, true]]);
  assert.ok(nextPingMs(twice.watch) < nextPingMs(FRESH_WATCH));
});

test('FS-810: bytes that came during a lost ping prove the site, and any answer ends a stall', () => {
  assert.deepEqual(run(silent(1_000), silent(6_000, 7_000)).watch, FRESH_WATCH);
  assert.deepEqual(run(silent(1_000), silent(6_000), { type: 'answered' }).watch, FRESH_WATCH);
  assert.equal(run(silent(1_000, 1_000)).watch.lost, 1);
});

test('FS-811: a closed port needs no second ping', () => {
  assert.equal(run({ type: 'refused', startMs: 5 }).watch.answers, false);
});
