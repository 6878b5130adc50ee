import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBridgeWatch } from './bridge-watch.ts';
import type { BridgeWatch, BridgeWatchOptions } from './bridge-watch.ts';

const MINUTE = 60_000;

const watchWith = (more: Partial<BridgeWatchOptions> = {}): BridgeWatch =>
  createBridgeWatch({ hubs: [], provenSeq: 0, random: () => 0.5, ...more });

/** Looks every 10 s up to `toMs`; as many events as seconds are with the local broker. Answers the last orders. */
const look = (watch: BridgeWatch, fromMs: number, toMs: number) => {
  let orders = watch.orders(fromMs, true, fromMs / 1_000);
  for (let ms = fromMs + 10_000; ms <= toMs; ms += 10_000) orders = watch.orders(ms, true, ms / 1_000);
  return orders;
};

/** Beats every 10 s with so many messages waiting. */
const beat = (watch: BridgeWatch, fromMs: number, toMs: number, waiting: number): void => {
  for (let ms = fromMs; ms <= toMs; ms += 10_000) {
    watch.fact({ type: 'beat' }, ms, ms / 1_000);
    watch.fact({ type: 'count', name: 'retained', count: 50 }, ms, ms / 1_000);
    watch.fact({ type: 'count', name: 'stored', count: 50 + waiting }, ms, ms / 1_000);
    watch.orders(ms, true, ms / 1_000);
  }
};

test('FS-609: what was taken counts as with the hub five and a half minutes later, if the bridge stood all the while', () => {
  const watch = watchWith();
  watch.word(true, 0);
  assert.equal(look(watch, 0, 320_000).provenSeq, 0);
  assert.equal(look(watch, 330_000, 10 * MINUTE).provenSeq, 270);
  watch.word(false, 10 * MINUTE);
  assert.equal(look(watch, 10 * MINUTE, 17 * MINUTE).provenSeq, 270);
});

test('without a connection to the local broker nothing is proven', () => {
  const watch = watchWith();
  watch.word(true, 0);
  for (let ms = 0; ms < 10 * MINUTE; ms += 10_000) assert.equal(watch.orders(ms, false, 9).provenSeq, 0);
});

test('FS-608: after a loss everything behind the last proof is replayed, and states come once more within 30 s', () => {
  const watch = watchWith();
  watch.word(true, 0);
  look(watch, 0, 10 * MINUTE);
  watch.word(false, 10 * MINUTE);
  assert.equal(look(watch, 10 * MINUTE, 17 * MINUTE).replayFrom, undefined);
  watch.word(true, 17 * MINUTE);
  const orders = watch.orders(17 * MINUTE, true, 1_020);
  assert.deepEqual([orders.replayFrom, orders.republish], [270, false]);
  assert.equal(watch.orders(17 * MINUTE + 15_000, true, 1_035).republish, true);
  assert.equal(watch.orders(18 * MINUTE, true, 1_080).republish, false);
});

test('the retained word after the own connect is no change: everything was just published', () => {
  const watch = watchWith();
  watch.word(true, 0);
  assert.deepEqual(look(watch, 0, MINUTE), { provenSeq: 0, republish: false });
  watch.disconnected();
  watch.word(true, 11 * MINUTE);
  assert.deepEqual(look(watch, 11 * MINUTE, 12 * MINUTE), { provenSeq: 0, republish: false });
});

test('FS-925: while the queue of the broker is not empty nothing counts as with the hub, however long the line takes', () => {
  const watch = watchWith();
  watch.word(true, 0);
  beat(watch, 0, 20 * MINUTE, 3);
  assert.equal(watch.orders(20 * MINUTE, true, 1_200).provenSeq, 0);
  beat(watch, 20 * MINUTE + 10_000, 30 * MINUTE, 0);
  assert.ok(watch.orders(30 * MINUTE, true, 1_800).provenSeq > 1_200);
});

test('a queue that is never seen empty still lets go of what a standing bridge has sent for half an hour', () => {
  const watch = watchWith();
  watch.word(true, 0);
  beat(watch, 0, 40 * MINUTE, 3);
  const { provenSeq } = watch.orders(40 * MINUTE, true, 2_400);
  assert.ok(provenSeq >= 9 * 60 && provenSeq <= 10 * 60, String(provenSeq));
});

test('FS-926: copies wait until the originals are through', () => {
  const watch = watchWith();
  watch.word(true, 0);
  beat(watch, 0, 10 * MINUTE, 0);
  watch.word(false, 10 * MINUTE);
  beat(watch, 10 * MINUTE, 12 * MINUTE, 5);
  watch.word(true, 12 * MINUTE);
  beat(watch, 12 * MINUTE, 13 * MINUTE, 4);
  assert.equal(watch.orders(13 * MINUTE, true, 780).replayFrom, undefined);
  watch.fact({ type: 'count', name: 'stored', count: 50 }, 13 * MINUTE, 780);
  watch.fact({ type: 'beat' }, 13 * MINUTE + 10_000, 790);
  watch.fact({ type: 'beat' }, 13 * MINUTE + 20_000, 800);
  assert.equal(typeof watch.orders(13 * MINUTE + 20_000, true, 800).replayFrom, 'number');
});

test('a broker that dropped something out of a full queue is given everything unproven once more', () => {
  const watch = watchWith();
  watch.word(true, 0);
  watch.fact({ type: 'count', name: 'dropped', count: 7 }, 0, 0);
  beat(watch, 0, MINUTE, 3);
  watch.fact({ type: 'count', name: 'dropped', count: 8 }, MINUTE, 60);
  beat(watch, MINUTE + 10_000, MINUTE + 20_000, 0);
  watch.fact({ type: 'beat' }, MINUTE + 30_000, 90);
  assert.equal(watch.orders(MINUTE + 30_000, true, 90).replayFrom, 0);
});

test('FS-927: of several hubs each has its own proof, told by its connection; an event leaves when all have it', () => {
  const watch = watchWith({ hubs: ['a', 'b'] });
  watch.word(true, 0);
  watch.bridge('a', true, 0);
  watch.bridge('b', false, 0);
  assert.equal(look(watch, 0, 10 * MINUTE).provenSeq, 0);
  watch.bridge('b', true, 10 * MINUTE);
  assert.equal(look(watch, 10 * MINUTE, 20 * MINUTE).provenSeq, 870);
  watch.bridge('a', false, 20 * MINUTE);
  assert.equal(look(watch, 20 * MINUTE, 30 * MINUTE).provenSeq, 870);
  watch.bridge('a', true, 30 * MINUTE);
  assert.equal(watch.orders(30 * MINUTE, true, 1_800).replayFrom, 870);
});
