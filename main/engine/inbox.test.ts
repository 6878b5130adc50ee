import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BoundedInbox, type InboxEntry, type InboxMessage } from './inbox.ts';

const message = (topic: string, n: number, qos: 0 | 1 = 0, bytes = 10): InboxMessage => ({
  hub: 'hub-1',
  connection: 1,
  at: { wallTs: n, monoMs: n },
  packet: { topic, payload: Buffer.alloc(bytes), qos, retain: false },
});

const STATE = 'fleet/v1/BL-LAB-1/state/health';
const DESK = 'fleet/v1/_desk/site/BL-LAB-1/state';
const EVENT = 'fleet/v1/BL-LAB-1/event/alert';

const takeAll = (inbox: BoundedInbox): InboxMessage[] => {
  const all: InboxEntry[] = [];
  while (inbox.depth > 0) all.push(...inbox.take(3));
  return all.filter((entry) => entry !== undefined).map((entry) => entry as InboxMessage);
};

test('FS-450: under pressure an older state leaves for a newer one of its topic, counted; events and desk documents never leave', () => {
  const kinds = [STATE, 'fleet/v1/BL-LAB-2/state/health', EVENT, DESK] as const;
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (picks, coalesceAbove) => {
      const inbox = new BoundedInbox(() => undefined, () => undefined, { coalesceAbove, maxEntries: 1_000, maxBytes: 1_000_000 });
      picks.forEach((pick, n) => inbox.push(message(kinds[pick]!, n, kinds[pick] === EVENT ? 1 : 0)));
      const out = takeAll(inbox);
      const of = (topic: string): number[] => out.filter((entry) => entry.packet.topic === topic).map((entry) => entry.at.wallTs);
      const sent = (topic: string): number[] => picks.flatMap((pick, n) => (kinds[pick] === topic ? [n] : []));
      assert.deepEqual([of(EVENT), of(DESK)], [sent(EVENT), sent(DESK)]);
      for (const topic of kinds.slice(0, 2)) assert.equal(of(topic).at(-1), sent(topic).at(-1));
      assert.equal(out.length + inbox.coalesced, picks.length);
      assert.deepEqual(out.map((entry) => entry.at.wallTs), out.map((entry) => entry.at.wallTs).toSorted((a, b) => a - b));
    }),
    { seed: 450 },
  );
});

test('FS-451: a full inbox says stop, by number or by bytes, and says when there is room again', () => {
  let room = 0;
  const inbox = new BoundedInbox(() => undefined, () => (room += 1), { coalesceAbove: 100, maxEntries: 10, maxBytes: 1_000 });
  for (let n = 0; n < 9; n += 1) assert.equal(inbox.push(message(EVENT, n)), true);
  assert.equal(inbox.push(message(EVENT, 9)), false);
  inbox.take(4);
  assert.equal(room, 0);
  inbox.take(1);
  assert.equal(room, 1);
  inbox.take(10);
  assert.equal(inbox.push(message(EVENT, 1, 1, 2_000)), false);
  inbox.take(1);
  assert.equal(room, 2);
});

test('FS-452: entries put back after a failed batch come first again, in their order', () => {
  const inbox = new BoundedInbox(() => undefined, () => undefined);
  for (let n = 0; n < 6; n += 1) inbox.push(message(EVENT, n));
  const first = inbox.take(4);
  inbox.push(message(EVENT, 6));
  inbox.putBack(first);
  assert.deepEqual(takeAll(inbox).map((entry) => entry.at.wallTs), [0, 1, 2, 3, 4, 5, 6]);
});
