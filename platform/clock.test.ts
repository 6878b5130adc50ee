import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from './clock.ts';

test('FS-413: fleet time runs at the configured speed from its base; real time and the monotonic clock stay apart', () => {
  let wallMs = 1_000_000;
  let monoMs = 50;
  const clock = createClock({ speed: 10, baseMs: 1_000_000 }, { wallMs: () => wallMs, monoMs: () => monoMs });
  wallMs += 2_000;
  monoMs += 500;
  assert.deepEqual(clock.at(), { wallTs: 1_020_000, monoMs: 5_500 });
  assert.deepEqual([clock.realWallMs(), clock.realMonoMs()], [1_002_000, 550]);
});
