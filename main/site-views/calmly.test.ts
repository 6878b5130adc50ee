import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { calmly } from './calmly.ts';

test('FS-881: whatever a page does in a moment is told at once and once more at its end', async () => {
  let runs = 0;
  let last = 0;
  let value = 0;
  const tell = calmly(() => {
    runs += 1;
    last = value;
  });
  for (value = 1; value < 10_000; value += 1) tell();
  assert.equal(runs, 1);
  await waitFor('the last change', () => last === 10_000);
  assert.equal(runs, 2);
  tell();
  await waitFor('a later change', () => runs === 3);
});
