import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBoundedQueue, type DropPolicy } from './bounded-queue.ts';

const model = (bound: number, policy: DropPolicy, steps: readonly (number | undefined)[]): { items: number[]; dropped: number } => {
  const items: number[] = [];
  let dropped = 0;
  for (const step of steps) {
    if (step === undefined) items.shift();
    else if (items.length < bound) items.push(step);
    else {
      dropped += 1;
      if (policy === 'drop-oldest') items.splice(0, 1, ...[]) && items.push(step);
    }
  }
  return { items, dropped };
};

test('FS-412: a bounded queue holds no more than its bound, drops by its policy and counts each drop', () => {
  const steps = fc.array(fc.option(fc.nat(99), { nil: undefined, freq: 3 }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.constantFrom<DropPolicy>('drop-oldest', 'drop-newest'), steps, (bound, policy, list) => {
      const queue = createBoundedQueue<number>(bound, policy);
      for (const step of list) step === undefined ? queue.shift() : queue.push(step);
      const expected = model(bound, policy, list);
      assert.deepEqual({ items: [...queue.items()], dropped: queue.dropped }, expected);
      assert.ok(queue.size <= bound);
    }),
    { seed: 412 },
  );
});
