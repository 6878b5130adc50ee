import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBridgeWatch } from './bridge-watch.ts';

const MINUTE = 60_000;

test('before the bridge was ever known up, a connect replays everything', () => {
  assert.equal(createBridgeWatch(() => 0.5).connected(), -Infinity);
});

test('while the bridge is up the proof runs two minutes behind: a half-open bridge looks up for 90 s', () => {
  const watch = createBridgeWatch(() => 0.5);
  watch.state(true, 0);
  assert.equal(watch.tick(10 * MINUTE, true), 8 * MINUTE);
  assert.equal(watch.tick(11 * MINUTE, false), undefined);
});

test('FS-608: after a loss everything since the bridge was last known up is replayed, and states come once more within 30 s', () => {
  const watch = createBridgeWatch(() => 0.5);
  watch.state(true, 0);
  watch.tick(10 * MINUTE, true);
  assert.equal(watch.state(false, 10 * MINUTE), undefined);
  assert.equal(watch.tick(17 * MINUTE, true), undefined);
  assert.equal(watch.state(true, 17 * MINUTE), 8 * MINUTE);
  assert.equal(watch.takeRepublish(17 * MINUTE), false);
  assert.equal(watch.takeRepublish(17 * MINUTE + 15_000), true);
  assert.equal(watch.takeRepublish(18 * MINUTE), false);
});

test('the retained word after the own connect is no change: everything was just published', () => {
  const watch = createBridgeWatch(() => 0);
  assert.equal(watch.state(true, 0), undefined);
  assert.equal(watch.takeRepublish(MINUTE), false);
  watch.tick(10 * MINUTE, true);
  watch.disconnected();
  assert.equal(watch.connected(), 8 * MINUTE);
  assert.equal(watch.state(true, 11 * MINUTE), undefined);
});
