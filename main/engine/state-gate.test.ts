import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Message } from '../../fleet/decode.ts';
import type { InboxMessage } from './inbox.ts';
import { APART_MS, StateGate } from './state-gate.ts';

const TOPIC = 'fleet/v1/BL-LAB-1/state/health';

const entry = (n: number, topic = TOPIC, change: Partial<InboxMessage['packet']> = {}): InboxMessage => ({
  ...{ hub: 'h', connection: 1, at: { wallTs: n, monoMs: n } },
  packet: { topic, payload: Buffer.from(String(n)), qos: 0, retain: false, ...change },
});

const message = (kind: string): Message => ({ kind, site: 'BL-LAB-1', body: {} }) as unknown as Message;
const HEALTH = message('state/health');

/** Batches of one message each; answers what was folded, by its number. */
const desk = () => {
  const gate = new StateGate();
  const folded: number[] = [];
  const batch = (nowMs: number, entries: readonly (readonly [InboxMessage, Message?])[], { fails = false, all = false } = {}): void => {
    const rows = {};
    const taken = gate.due(rows, nowMs, all).map((held) => held.entry);
    for (const [one, what = HEALTH] of entries) if (gate.judge(what, one, rows, nowMs)) taken.push(one);
    if (fails) return;
    gate.committed(rows, nowMs);
    folded.push(...taken.map(({ packet }) => Number(packet.payload.toString())));
  };
  return { gate, folded, batch };
};

test('FS-491: the first state of a topic passes at once, later ones within a second, of which the last counts', () => {
  const { gate, folded, batch } = desk();
  batch(0, [[entry(1)]]);
  for (let n = 2; n <= 50; n += 1) batch(n * 10, [[entry(n)]]);
  assert.deepEqual(folded, [1]);
  batch(APART_MS - 1, []);
  assert.deepEqual(folded, [1]);
  batch(APART_MS, [[entry(51)]]);
  assert.deepEqual(folded, [1, 50]);
  batch(2 * APART_MS, []);
  assert.deepEqual([folded, gate.replaced, gate.holds], [[1, 50, 51], 48, false]);
  batch(3 * APART_MS, [[entry(60)]]);
  assert.deepEqual(folded, [1, 50, 51, 60]);
});

test('FS-491: with nothing else to do what is held goes earlier', () => {
  const { folded, batch } = desk();
  batch(0, [[entry(1)]]);
  batch(10, [[entry(2)]]);
  batch(120, [], { all: true });
  assert.deepEqual(folded, [1, 2]);
});

test('FS-492: retained copies, wills, births, events and other hubs and topics are never held', () => {
  const { gate, folded, batch } = desk();
  batch(0, [[entry(1)]]);
  batch(1, [
    [entry(2, TOPIC, { retain: true })],
    [{ ...entry(3), hub: 'other' }],
    [entry(4, 'fleet/v1/BL-LAB-1/state/cameras'), message('state/cameras')],
    [entry(5, 'fleet/v1/BL-LAB-1/state/agent'), message('state/agent')],
    [entry(6, 'fleet/v1/BL-LAB-1/state/agent'), message('will')],
    [entry(7, 'fleet/v1/BL-LAB-1/event/alert', { qos: 1 }), message('event/alert')],
    [entry(8, TOPIC, { qos: 1 })],
  ]);
  assert.deepEqual([folded, gate.holds], [[1, 2, 3, 4, 5, 6, 7, 8], false]);
});

test('FS-492: a topic that was cleared has no older state to come', () => {
  const { gate, folded, batch } = desk();
  batch(0, [[entry(1)]]);
  batch(1, [[entry(2)]]);
  batch(2, [[entry(3), message('cleared')]]);
  batch(2 * APART_MS, []);
  assert.deepEqual([folded, gate.replaced, gate.holds], [[1, 3], 1, false]);
});

test('FS-493: a batch that failed has held, passed and released nothing; whatever fails, the last state of each topic is folded', () => {
  const step = fc.record({ topic: fc.integer({ min: 0, max: 2 }), waitMs: fc.integer({ min: 0, max: 700 }), fails: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { folded, batch } = desk();
      let nowMs = 0;
      const last = new Map<number, number>();
      for (const [index, { topic, waitMs, fails }] of steps.entries()) {
        nowMs += waitMs;
        const one = [[entry(index, `fleet/v1/BL-LAB-${topic}/state/health`)]] as const;
        if (fails) batch(nowMs, one, { fails: true });
        batch(nowMs, one);
        last.set(topic, index);
      }
      batch(nowMs + APART_MS, []);
      const inOrder = [...last.keys()].every((topic) => {
        const mine = folded.filter((n) => steps[n]?.topic === topic);
        return mine.every((n, at) => at === 0 || n > (mine[at - 1] ?? 0)) && mine.at(-1) === last.get(topic);
      });
      return inOrder && new Set(folded).size === folded.length;
    }),
    { seed: 493, numRuns: 300 },
  );
});
