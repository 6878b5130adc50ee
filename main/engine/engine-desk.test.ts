import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import mqtt from 'mqtt';
import { expiryFrom } from '../../fleet/desk/expiry.ts';
import { parseSiteId } from '../../fleet/ids.ts';
import { deskTopic } from '../../fleet/topics.ts';
import type { DeskAlert } from '../../fleet/wire/desk-alert.ts';
import { startMosquitto, type Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { openDeskLog } from './desk-log.ts';
import { runEngine, temporaryDir, testConfig, testHub } from './engine.test-support.ts';
import { TestSite, connectPublisher } from './site-speaker.test-support.ts';

const SITE = parseSiteId('BL-LAB-1')!;

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

/** Everything that comes on a topic from now on, retained copies first. */
const listen = async (t: TestContext, broker: Mosquitto, topic: string): Promise<string[]> => {
  const heard: string[] = [];
  const client = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
  t.after(() => client.endAsync(true));
  client.on('message', (_topic, payload) => heard.push(payload.toString()));
  await client.subscribeAsync(topic);
  return heard;
};

test('FS-500: what was done without any hub is on screen at the next start, and goes to the hub', async (t) => {
  const broker = await brokerFor(t);
  const folder = folderFor(t);
  const site = new TestSite(SITE);
  const alert = site.alert(1);
  const { id } = JSON.parse(alert.payload) as { id: string };
  const topic = deskTopic('desk/alert', SITE, id);
  const ops = { '0011aabb-1': { n: 1, kind: 'take', by: 'ana', ts: Date.now() } };
  const log = openDeskLog(folder);
  assert.ok((await log.append({ topic, document: { v: 1, exp_ts: expiryFrom(Date.now()), ops } })).ok);
  await log.close();

  const heard = await listen(t, broker, topic);
  const { window, stop } = runEngine(testConfig(folder, [testHub(broker.url)]));
  t.after(stop);
  await waitFor('live', () => window.live);
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await publisher.send(site.health(), alert);
  await window.until('the owner on screen', ({ alerts }) => Object.values(alerts)[0]?.handling?.owner?.by === 'ana');
  const [payload = '{}'] = await waitFor('the hub has it', () => heard.length > 0 && heard);
  assert.deepEqual((JSON.parse(payload) as DeskAlert).ops, ops);
});

test('FS-511: a hub without a document gets it from a console that has it from another hub', async (t) => {
  const [first, second] = [await brokerFor(t), await brokerFor(t)];
  const topic = deskTopic('desk/site', SITE);
  const document = JSON.stringify({ by: 'ana', console: 'aaaaaaaa', n: 1, state: 'adopted', ts: Date.now(), v: 1 });
  const publisher = await connectPublisher(first.url);
  t.after(() => publisher.close());
  await publisher.send({ topic, payload: document, qos: 1, retain: true });
  const heard = await listen(t, second, topic);
  const config = testConfig(folderFor(t), [testHub(first.url), testHub(second.url, 'hub-2')], { showAllAsAdopted: false });
  const { stop } = runEngine(config, { random: () => 0 });
  t.after(stop);
  await waitFor('the other hub has it', () => heard.length > 0);
  assert.deepEqual(heard, [document]);
});
