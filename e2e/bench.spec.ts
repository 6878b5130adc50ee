import { expect, test } from '@playwright/test';
import type { Result } from '../bench/result.ts';
import { runMemory } from '../bench/window/memory.ts';
import { runMessageToPixel } from '../bench/window/message-to-pixel.ts';
import { runPins } from '../bench/window/pins.ts';
import { runStart } from '../bench/window/start.ts';

/* The window's benchmarks with a handful of sites, so that they do not rot: that they give figures, not which. */

const context = { say: () => undefined };

const expectFigures = (results: readonly Result[], names: readonly string[]): void => {
  expect(results.map(({ name }) => name)).toEqual(names);
  // 0: no task was long.
  for (const { name, value } of results) expect(value, name).toBeGreaterThanOrEqual(0);
};

test('the bench from message to pixel sees every number', async () => {
  const results = await runMessageToPixel(context, { sites: 30, messagesPerS: 25, samples: 60 });
  expectFigures(results, ['message-to-pixel', 'message-to-pixel-task']);
});

test('the bench of the start finds the last picture, and a blank window', async () => {
  const [result] = await runStart(context, { sites: 20, rounds: 1 });
  expect(result?.figures['consoleMs']).toBeGreaterThan(0);
  expect(result?.figures['blankMs']).toBeGreaterThan(0);
});

test('the bench of pins reads ten changed ones back', async () => {
  const results = await runPins(context, { sites: 300, changesPerS: 100, seconds: 1 });
  expectFigures(results, ['pins-all', 'pins-middle', 'pins-single']);
  expect(results[2]?.figures['pinsReadBack']).toBe(10);
});

test('the bench of memory reads engine and window', async () => {
  const results = await runMemory(context, { fleets: [20], restMs: 100 });
  expectFigures(results, ['memory-engine-20', 'memory-window-20']);
  for (const { value } of results) expect(value).toBeGreaterThan(10);
});
