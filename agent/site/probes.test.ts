import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import type { Observation } from './observation.ts';
import { createProbeRunner } from './probes.ts';
import type { Probe } from './probes.ts';

const answer: Observation = { type: 'router', sample: { tempC: 50 } };

const probe = (run: Probe['run'], more: Partial<Probe> = {}): Probe => ({ name: 'router', everyMs: 30_000, limitMs: 20, run, ...more });

test('a probe runs at once and then at its own pace', () => {
  const seen: Observation[] = [];
  const runner = createProbeRunner([probe(() => [answer])], (observation) => seen.push(observation));
  for (const ms of [0, 5_000, 29_999, 30_000]) runner.tick(ms);
  assert.equal(seen.length, 2);
});

test('a probe that fails or answers too late is counted and holds up no other', async () => {
  const seen: Observation[] = [];
  let answerLate: (observations: readonly Observation[]) => void = () => undefined;
  const late = new Promise<readonly Observation[]>((resolve) => (answerLate = resolve));
  const runner = createProbeRunner(
    [probe(() => late), probe(() => Promise.reject(new Error('no answer'))), probe(() => [answer])],
    (observation) => seen.push(observation),
  );
  runner.tick(0);
  assert.equal(seen.length, 1);
  await waitFor('both counted', () => runner.counts.late === 1 && runner.counts.failed === 1);
  answerLate([answer]);
  await late;
  assert.equal(seen.length, 1);
});

test('FS-617: a probe that hangs is not started a second time', () => {
  let started = 0;
  const runner = createProbeRunner([probe(() => ((started += 1), new Promise(() => undefined)), { limitMs: 50 })], () => undefined);
  runner.tick(0);
  runner.tick(60_000);
  assert.equal(started, 1);
});
