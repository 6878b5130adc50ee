import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEventSender } from './event-sender.ts';
import { createMemoryOutbox } from './outbox.ts';

const rig = () => {
  const outbox = createMemoryOutbox(0);
  const sent: number[] = [];
  const taken: (() => void)[] = [];
  const sender = createEventSender(outbox, ({ seq }, done) => {
    sent.push(seq);
    taken.push(done);
  });
  const add = (count: number): void => {
    for (let turn = 0; turn < count; turn += 1) outbox.append('event/alert', 0, (seq) => `event ${seq}`);
    sender.pump();
  };
  return { outbox, sent, taken, sender, add };
};

test('nothing is sent without a connection; then everything unproven, in order, once', () => {
  const { outbox, sent, sender, add } = rig();
  add(3);
  outbox.proven(1);
  assert.deepEqual(sent, []);
  sender.connected();
  assert.deepEqual(sent, [2, 3]);
  add(1);
  assert.deepEqual(sent, [2, 3, 4]);
});

test('at most 100 are under way; each that is taken lets the next one go', () => {
  const { sent, taken, sender, add } = rig();
  sender.connected();
  add(250);
  assert.equal(sent.length, 100);
  for (let index = 0; index < taken.length; index += 1) taken[index]?.();
  assert.deepEqual(sent, Array.from({ length: 250 }, (_, index) => index + 1));
});

test('FS-928: only what the local broker acknowledged, without a gap, counts as taken', () => {
  const { taken, sender, add } = rig();
  sender.connected();
  add(3);
  assert.equal(sender.takenSeq, 0);
  taken[2]?.();
  taken[0]?.();
  assert.equal(sender.takenSeq, 1);
  taken[1]?.();
  assert.equal(sender.takenSeq, 3);
});

test('an acknowledgement of an earlier connection counts for nothing', () => {
  const { sent, taken, sender, add } = rig();
  sender.connected();
  add(2);
  sender.disconnected();
  sender.connected();
  taken[0]?.();
  taken[1]?.();
  assert.deepEqual([sent, sender.takenSeq], [[1, 2, 1, 2], 0]);
});
