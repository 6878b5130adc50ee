import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub } from './engine.test-support.ts';
import { connectPublisher, TestSite } from './site-speaker.test-support.ts';

const ROUNDS = 300;

test('FS-494: a site that shouts a state costs a fold a second, counted; its last state is on screen and on the disk', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  let written = 0;
  const { engine, window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]), {
    wrapWriter: (writer) => ({
      commit: (batch, durable) => {
        writer.commit(batch, durable);
        written += batch.documents.size;
      },
    }),
  });
  t.after(stop);
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  const site = new TestSite('BL-LAB-1');
  const quiet = new TestSite('BL-LAB-2');
  const begin = performance.now();
  for (let n = 1; n <= ROUNDS; n += 1) {
    publisher.blast(site.health('ok', { cpu_pct: n % 100 }));
    if (n === ROUNDS / 2) publisher.blast(quiet.health('ok', { cpu_pct: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await waitFor('all received', () => engine.hubs[0]?.received === ROUNDS + 1);
  await window.until('the last one', ({ sites }) => sites['BL-LAB-1']?.cpuPct === ROUNDS % 100);
  await window.until('the other site', ({ sites }) => sites['BL-LAB-2']?.cpuPct === 1);
  const seconds = Math.ceil((performance.now() - begin) / 1_000);
  // One at once, one a second, one at the end; and one of the other site.
  assert.ok(written <= seconds + 3, `${written} rows in ${seconds} s`);
  const coalesced = await window.until('the counter', ({ counters }) => counters['state_coalesced']?.n);
  assert.equal(coalesced, ROUNDS + 1 - written);
  await stop();
  const again = runEngine(testConfig(dir.path, []));
  t.after(again.stop);
  await again.window.until('the last picture', ({ sites }) => sites['BL-LAB-1']?.cpuPct === ROUNDS % 100);
});
