import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSiteId } from '../../fleet/ids.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub } from './engine.test-support.ts';
import { TestSite, connectPublisher } from './site-speaker.test-support.ts';

const SITE = parseSiteId('BL-LAB-1')!;

test('FS-704: a replaced router is accepted once for all: badge gone here and at another console, its reports count', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  const open = (consoleId: string) => {
    const dir = temporaryDir();
    t.after(() => dir.remove());
    // A minute of the fleet is a second.
    const running = runEngine(testConfig(dir.path, [testHub(broker.url)], { consoleId, clock: { speed: 60, baseMs: Date.now() } }));
    t.after(running.stop);
    return running.window;
  };
  const ana = open('0011aabb');
  await waitFor('live', () => ana.live);
  const refused = await ana.ask({ name: 'accept-router', site: SITE });
  assert.deepEqual(refused, { type: 'reply', id: 1, value: { written: 0, unchanged: 1, failed: 0 } });
  assert.equal((await ana.ask({ name: 'accept-router', site: '../x' as never })).type, 'failure');

  const old = new TestSite(SITE, 2_000_000_000);
  await publisher.send(old.health());
  await publisher.send(old.state('site', { name: 'Old shop' }));
  await ana.until('the first router', ({ sites }) => sites[SITE]?.name === 'Old shop');
  const next = new TestSite(SITE, 1);
  // Said once a day, and refused until then: the hub retains it.
  await publisher.send(next.state('site', { name: 'New shop' }));
  await waitFor('the new router is noticed', async () => {
    await publisher.send(next.health('warn'));
    return ana.tables.sites[SITE]?.badges.includes('reinstalled');
  });
  const { oldBoots } = ana.tables.sites[SITE]!;
  assert.deepEqual(oldBoots, { from: 2_000_000_000, to: 2_000_000_000 });
  const accepted = await ana.ask({ name: 'accept-router', site: SITE });
  assert.deepEqual(accepted.type === 'reply' && accepted.value, { written: 1, unchanged: 0, failed: 0 });
  await ana.until('no badge, and its name', ({ sites }) => sites[SITE]?.badges.length === 0 && sites[SITE].name === 'New shop');
  const ben = open('bbbbbbbb');
  await publisher.send(next.health('ok', { hub_queue_dropped: 0 }));
  await ben.until('the same elsewhere', ({ sites }) => sites[SITE]?.badges.length === 0 && sites[SITE].healthTs !== undefined);
});
