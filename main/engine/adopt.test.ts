import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import mqtt from 'mqtt';
import { parseSiteId } from '../../fleet/ids.ts';
import type { AdoptOutcome, EngineRequest } from '../../fleet/ipc.ts';
import { deskTopic } from '../../fleet/topics.ts';
import type { DeskSite } from '../../fleet/wire/desk-site.ts';
import { startMosquitto, type Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub, type TestEngine } from './engine.test-support.ts';
import { TestSite, connectPublisher } from './site-speaker.test-support.ts';
import { DATABASE_FILE } from './store/database.ts';

const SITE = parseSiteId('BL-LAB-1')!;
const OTHER = parseSiteId('BL-LAB-2')!;
const NOT_ALL = { showAllAsAdopted: false };

const brokerFor = async (t: TestContext): Promise<Mosquitto> => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  return broker;
};

const folderFor = (t: TestContext): string => {
  const { path, remove } = temporaryDir();
  t.after(remove);
  return path;
};

const engineFor = (t: TestContext, ...args: Parameters<typeof testConfig>): TestEngine => {
  const running = runEngine(testConfig(...args), { random: () => 0 });
  t.after(running.stop);
  return running;
};

const reportOf = async (t: TestContext, { url }: Mosquitto, ...sites: readonly string[]): Promise<void> => {
  const publisher = await connectPublisher(url);
  t.after(() => publisher.close());
  await publisher.send(...sites.map((id) => new TestSite(id).health()));
};

/** The retained document of each site at a broker, read anew. */
const documentsAt = async ({ url }: Mosquitto): Promise<Record<string, DeskSite>> => {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 });
  try {
    const found: Record<string, DeskSite> = {};
    client.on('message', (topic, payload, packet) => {
      if (packet.retain) found[topic] = JSON.parse(payload.toString()) as DeskSite;
    });
    await client.subscribeAsync('fleet/v1/_desk/site/+');
    // Retained copies come before the answer to what was sent after the subscription.
    await client.publishAsync('test/round-trip', '', { qos: 1 });
    return found;
  } finally {
    await client.endAsync(true);
  }
};

const documentOf = (broker: Mosquitto, site: typeof SITE): Promise<DeskSite> =>
  waitFor(`the document of ${site}`, async () => (await documentsAt(broker))[deskTopic('desk/site', site)]);

const ask = async ({ window }: TestEngine, sites: readonly (typeof SITE)[], state: 'adopted' | 'ignored'): Promise<AdoptOutcome> => {
  const request: EngineRequest = { name: 'adopt', sites, state };
  const frame = await window.ask(request);
  assert.equal(frame.type, 'reply');
  return (frame as { readonly value: AdoptOutcome }).value;
};

test('FS-520: new sites that are added stand retained at each hub, and another console sees them so', async (t) => {
  const [first, second] = [await brokerFor(t), await brokerFor(t)];
  await reportOf(t, first, SITE, OTHER);
  const ana = engineFor(t, folderFor(t), [testHub(first.url), testHub(second.url, 'hub-2')], NOT_ALL);
  await ana.window.until('two new sites', ({ sites }) => sites[SITE]?.adoption === 'new' && sites[OTHER]?.adoption === 'new');
  assert.deepEqual(await ask(ana, [SITE, OTHER], 'adopted'), { written: 2, unchanged: 0, failed: 0 });
  assert.deepEqual(await ask(ana, [SITE], 'adopted'), { written: 0, unchanged: 1, failed: 0 });
  await ana.window.until('adopted', ({ sites }) => sites[SITE]?.adoption === 'adopted' && sites[OTHER]?.adoption === 'adopted');
  for (const broker of [first, second]) {
    const { v, n, console, state } = await documentOf(broker, SITE);
    assert.deepEqual({ v, n, console, state }, { v: 1, n: 1, console: '0011aabb', state: 'adopted' });
    await documentOf(broker, OTHER);
  }
  const ben = engineFor(t, folderFor(t), [testHub(first.url)], { ...NOT_ALL, consoleId: 'bbbbbbbb' });
  await ben.window.until('the same at the other console', ({ sites }) => sites[SITE]?.adoption === 'adopted');
});

test('FS-520: an ignored site is added after all, and what was in its document stays', async (t) => {
  const broker = await brokerFor(t);
  const old = { v: 1, n: 7, console: 'cccccccc', by: 'cleo', ts: Date.now(), state: 'ignored', retired: [{ from: 1, to: 3 }], site_of: 'x' };
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await publisher.send({ topic: deskTopic('desk/site', SITE), payload: JSON.stringify(old), qos: 1, retain: true });
  const ana = engineFor(t, folderFor(t), [testHub(broker.url)], NOT_ALL);
  await waitFor('live', () => ana.window.live);
  await ask(ana, [SITE], 'adopted');
  await ana.window.until('adopted', ({ sites }) => sites[SITE]?.adoption === 'adopted');
  const document = await waitFor('at the hub', async () => {
    const found = (await documentsAt(broker))[deskTopic('desk/site', SITE)];
    return found?.n === 8 && found;
  });
  const { retired, state, site_of: kept } = document as DeskSite & { readonly site_of?: string };
  assert.deepEqual({ retired, state, kept }, { retired: old.retired, state: 'adopted', kept: 'x' });
});

test('FS-520: sites shown as adopted are undecided and nothing is written, until somebody adds one', async (t) => {
  const broker = await brokerFor(t);
  await reportOf(t, broker, SITE, OTHER);
  const ana = engineFor(t, folderFor(t), [testHub(broker.url)]);
  await ana.window.until('shown as adopted', ({ sites }) => sites[SITE]?.undecided && sites[OTHER]?.adoption === 'adopted');
  await waitFor('live', () => ana.window.live);
  assert.deepEqual(await documentsAt(broker), {});
  await ask(ana, [SITE], 'adopted');
  await documentOf(broker, SITE);
  await ana.window.until('decided', ({ sites }) => sites[SITE]?.adoption === 'adopted' && sites[SITE].undecided === undefined);
  assert.deepEqual(Object.keys(await documentsAt(broker)), [deskTopic('desk/site', SITE)]);
});

test('FS-520: what was decided while no hub could be reached goes to the hub after the next start, even without the database', async (t) => {
  const broker = await brokerFor(t);
  const folder = folderFor(t);
  const offline = engineFor(t, folder, [], NOT_ALL);
  assert.deepEqual(await ask(offline, [SITE], 'adopted'), { written: 1, unchanged: 0, failed: 0 });
  await offline.stop();
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, DATABASE_FILE + end), { force: true });
  assert.deepEqual(await documentsAt(broker), {});
  const again = engineFor(t, folder, [testHub(broker.url)], NOT_ALL);
  assert.equal((await documentOf(broker, SITE)).state, 'adopted');
  await again.window.until('on screen', ({ sites }) => sites[SITE]?.adoption === 'adopted');
});
