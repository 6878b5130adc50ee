import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { StatusSlot } from '../../fleet/status-series.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub, type TestWindow } from './engine.test-support.ts';
import { TestSite, connectPublisher } from './site-speaker.test-support.ts';

/** A minute of the fleet is a second. */
const FAST = 60;

const historyOf = async (window: TestWindow): Promise<readonly StatusSlot[]> => {
  const answer = await window.ask({ name: 'status-history' });
  assert.equal(answer.type, 'reply');
  return (answer as { readonly value: readonly StatusSlot[] }).value;
};

const folderFor = (t: TestContext): string => {
  const { path, remove } = temporaryDir();
  t.after(remove);
  return path;
};

test('FS-702: sites by status are noted while a hub is seen, nothing without one, and what was noted survives a restart', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await publisher.send(new TestSite('BL-LAB-1').health(), new TestSite('BL-LAB-2').health());
  const folder = folderFor(t);
  const clock = { speed: FAST, baseMs: Date.now() };
  const first = runEngine(testConfig(folder, [testHub(broker.url)], { clock }));
  t.after(first.stop);
  await first.window.until('both sites', ({ sites }) => Object.keys(sites).length === 2);
  const slot = await waitFor('a slot with both', async () =>
    (await historyOf(first.window)).find(({ counts }) => counts.ok + counts.unknown === 2),
  );
  assert.equal(slot.ts % 300_000, 0);
  await broker.dispose();
  await first.window.until('the hub gone', ({ hubs }) => hubs['hub-1']?.state !== 'connected');
  const known = await historyOf(first.window);
  const lastTs = known.at(-1)!.ts;
  await waitFor('a slot later', () => {
    const frame = first.window.frames.findLast((one) => one.type === 'frame');
    return frame?.type === 'frame' && frame.meter.clockTs > lastTs + 400_000;
  });
  assert.deepEqual(await historyOf(first.window), known);
  await first.stop();

  const second = runEngine(testConfig(folder, [testHub(broker.url)], { clock }));
  t.after(second.stop);
  assert.deepEqual(await historyOf(second.window), known);
  assert.deepEqual(known.find(({ ts }) => ts === slot.ts), slot);
});
