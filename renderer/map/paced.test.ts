import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsWaitMs } from './paced.ts';

test('FS-976: a changed pin has its words back at once, changes after it at a pace, a flood at a slower one', () => {
  assert.equal(wordsWaitMs(1, Infinity), 0);
  assert.equal(wordsWaitMs(1, 250), 0);
  assert.equal(wordsWaitMs(3, 100), 150);
  assert.equal(wordsWaitMs(50, 0), 250);
  assert.equal(wordsWaitMs(51, Infinity), 1_000);
});
