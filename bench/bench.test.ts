import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../main/engine/store/database.ts';
import { runAgent } from './agent.ts';
import { runCatchUp } from './catch-up.ts';
import { SiteLoad } from './load/site-load.ts';
import { runMosquitto } from './mosquitto.ts';
import { runPipeline } from './pipeline.ts';
import type { Result } from './result.ts';
import { runScale } from './scale.ts';
import { verifyRows } from './subjects/rows.ts';

/* The benchmarks with a tiny load: they count messages, records and rows themselves and throw where one is missing. */

const context = { say: () => undefined };
const runtimes = ['node'] as const;

const assertMeasured = (results: readonly Result[], names: readonly string[]): void => {
  assert.deepEqual(results.map(({ name }) => name), names);
  for (const { name, value, load } of results) {
    assert.ok(Number.isFinite(value) && value > 0, name);
    assert.ok(load.messagesPerTurn > 0 && load.rounds === 2, name);
  }
};

test('bench: the pipeline and both counters take every message', async () => {
  const results = await runPipeline(context, { sites: 18, sweepsPerTurn: 2, rounds: 2, runtimes });
  assertMeasured(results, ['pipeline-bare', 'pipeline-checked']);
  assert.equal(results[0]?.load.messagesPerTurn, 80);
});

test('bench: no message is lost through mosquitto', async () => {
  assertMeasured(await runMosquitto(context, { sites: 18, rounds: 2, runtimes }), ['mosquitto']);
});

test('bench: two fleets get equal messages', async () => {
  assertMeasured(await runScale(context, { sites: 20, fewerSites: 10, rounds: 2, runtimes }), ['scale']);
});

test('bench: every retained document is caught up with', async () => {
  assertMeasured(await runCatchUp(context, { sites: 20, rounds: 2, runtimes }), ['catch-up']);
});

test('bench: a tenth of the messages are alert events, and no document comes twice unchanged', () => {
  const load = new SiteLoad({ sites: 90, alertLife: 2, seed: 1 });
  const messages = [...load.sweep(), ...load.sweep()];
  assert.equal(messages.filter(({ qos }) => qos === 1).length * 10, messages.length);
  const bodies = messages.map(({ topic, payload }) => `${topic} ${payload.replace(/"(seq|ts)":\d+,/g, '')}`);
  assert.equal(new Set(bodies).size, messages.length);
});

test('bench: a missing row is an error', (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'blocao-bench-test-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  openDatabase({ dataDir, nowTs: 0 }).db.close();
  const load = new SiteLoad({ sites: 1, alertLife: 2, seed: 1 });
  verifyRows(dataDir, load.totals(), 0);
  load.sweep();
  assert.throws(() => verifyRows(dataDir, load.totals(), 1), /rows are missing: sites 0 instead of 1, documents 0 instead of 2/);
});

test('bench: the agent reports from a cold start, and its bridge carries what it says', async () => {
  const results = await runAgent(context, { seconds: 3, starts: 1, warmUpMs: 2_000 });
  assert.deepEqual(results.map(({ name, unit }) => `${name} ${unit}`), ['agent-memory MB', 'agent-cpu share', 'agent-first-report ms', 'agent-bridge kbit/s']);
  assert.ok(results.every(({ value }) => value > 0));
});
