import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSimulatedSoak } from './simulated-soak.ts';

/** A few hours of the soak, chosen so that brokers are killed with events in their queues; `npm run soak` runs 1,000. */

test('FS-685: over cuts, kills, a full disk and clocks that jump nothing is lost, doubled or shown wrongly at the end', async () => {
  for (const [hubs, seed] of [[1, 3], [1, 13], [2, 13]] as const) {
    const { faults, events } = await runSimulatedSoak({ hours: 8, hubs, seed });
    assert.equal(faults.total, 0, faults.text());
    assert.ok(events > 100);
  }
});
