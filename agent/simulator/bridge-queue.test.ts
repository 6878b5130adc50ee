import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBridgeQueue } from './bridge-queue.ts';

const message = (payload: string) => ({ topic: 't', payload, qos: 1 as const, retain: false });

test('FS-672: a full queue drops the newest, counted, by number and by bytes', () => {
  const byNumber = createBridgeQueue({ messages: 2, bytes: 1_000 });
  for (const payload of ['a', 'b', 'c']) byNumber.push(message(payload));
  assert.deepEqual([byNumber.dropped, byNumber.take().map(({ payload }) => payload)], [1, ['a', 'b']]);
  const byBytes = createBridgeQueue({ messages: 10, bytes: 5 });
  for (const payload of ['aaa', 'bbb', 'c']) byBytes.push(message(payload));
  assert.deepEqual([byBytes.dropped, byBytes.take().map(({ payload }) => payload)], [2, ['aaa']]);
});

test('messages that were under way go first, and taking empties the queue', () => {
  const queue = createBridgeQueue();
  queue.push(message('later'));
  queue.putBack([message('earlier')]);
  assert.deepEqual(queue.take().map(({ payload }) => payload), ['earlier', 'later']);
  assert.equal(queue.depth, 0);
});
