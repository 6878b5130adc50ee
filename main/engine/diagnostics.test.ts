import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineDiagnostics } from '../../fleet/ipc.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub } from './engine.test-support.ts';

test('Diagnostics count per hub what came, and the rows and bytes of the database', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const { window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  t.after(stop);
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  const answer = await window.ask({ name: 'diagnostics' });
  assert.equal(answer.type, 'reply');
  const { hubs, database, versions } = (answer as { value: EngineDiagnostics }).value;
  assert.deepEqual(hubs.map(({ id }) => id), ['hub-1']);
  assert.ok(database.bytes > 0);
  assert.deepEqual(database.rows.map(({ table }) => table), ['site', 'document', 'alert', 'desk', 'history', 'flood_spool']);
  assert.match(versions.sqlite, /^3\./);
});
