import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { CONSOLE_SUBSCRIPTIONS } from '../../fleet/topics.ts';
import { connectClient } from './testing/mqtt-client.ts';
import type { TestClient } from './testing/mqtt-client.ts';
import { startDemoHub } from './demo-hub.ts';
import type { DemoHub } from './demo-hub.ts';

/** Acceptance of the embedded broker: what the console and the bridges need of it. */

const NOT_AUTHORISED = 135;
const HEALTH = 'fleet/v1/BL-LAB-1/state/health';
const SEEDED = 'fleet/v1/_desk/site/BL-LAB-1';

let hub: DemoHub;
const clients: TestClient[] = [];

const connect = async (options: Parameters<typeof connectClient>[1]): Promise<TestClient> => {
  const client = await connectClient(hub.url, options);
  clients.push(client);
  return client;
};
const asConsole = (clientId = 'console-00000001') => connect({ username: hub.user, password: hub.password, clientId });
const asSite = (site: string, more: Parameters<typeof connectClient>[1] = {}) =>
  connect({ username: site, password: hub.sitePassword(site), clientId: site, protocolVersion: 4, ...more });

before(async () => {
  hub = await startDemoHub([{ topic: SEEDED, payload: '{"seeded":true}' }]);
});
after(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await hub.stop();
});

test('it speaks MQTT 5, listens on loopback only, and announces topic aliases', async () => {
  assert.match(hub.url, /^mqtt:\/\/127\.0\.0\.1:\d+$/);
  const client = await connectClient(hub.url, { username: hub.user, password: hub.password, properties: { topicAliasMaximum: 10 } });
  assert.equal(await client.publish('fleet/v1/_desk/rule/alias', '{}', { qos: 1, properties: { topicAlias: 1 } }), 0);
  await client.end();
});

test('FS-677: wrong credentials and a client id that is not the user name are refused', async () => {
  const attempt = (options: Parameters<typeof connectClient>[1]) => connectClient(hub.url, options);
  await assert.rejects(attempt({ username: hub.user, password: 'wrong' }));
  await assert.rejects(attempt({ username: 'BL-LAB-1', password: hub.sitePassword('BL-LAB-2'), clientId: 'BL-LAB-1' }));
  await assert.rejects(attempt({ username: 'BL-LAB-1', password: hub.sitePassword('BL-LAB-1'), clientId: 'BL-LAB-2' }));
  await assert.rejects(attempt({}));
});

test('documents seeded before anyone connects arrive as retained', async () => {
  const client = await asConsole();
  assert.deepEqual(await client.subscribe({ 'fleet/v1/_desk/#': { qos: 0 } }), [0]);
  const document = await client.hear(SEEDED);
  assert.deepEqual([document.retain, document.payload], [true, '{"seeded":true}']);
});

test('FS-676: a console gets every subscription of the contract; # is refused with reason 135', async () => {
  const client = await asConsole('console-00000002');
  const filters = Object.fromEntries(CONSOLE_SUBSCRIPTIONS.map(({ topic, qos }) => [topic, { qos }]));
  assert.deepEqual(await client.subscribe(filters), CONSOLE_SUBSCRIPTIONS.map(({ qos }) => qos));
  assert.deepEqual(await client.subscribe({ '#': { qos: 0 } }), [NOT_AUTHORISED]);
});

test('a publish beyond the rights is answered with reason 135 and the connection stays', async () => {
  const operator = await asConsole('console-00000003');
  assert.equal(await operator.publish(HEALTH, '{}'), NOT_AUTHORISED);
  assert.equal(await operator.publish('fleet/v1/_desk/rule/one', '{}'), 0);
  const viewer = await connect({ username: hub.viewer.user, password: hub.viewer.password, clientId: 'console-00000004' });
  assert.equal(await viewer.publish('fleet/v1/_desk/rule/one', '{}'), NOT_AUTHORISED);
  assert.ok(operator.client.connected && viewer.client.connected);
});

test('with Retain As Published 0 a live message has no retain flag, a stored one has it', async () => {
  const site = await asSite('BL-LAB-1');
  await site.publish(HEALTH, 'stored', { qos: 0, retain: true });
  const client = await asConsole('console-00000005');
  const filter = { 'fleet/v1/+/state/#': { qos: 0, rap: false, rh: 0 } } as const;
  await client.subscribe(filter);
  assert.equal((await client.hear(HEALTH, (payload) => payload === 'stored')).retain, true);
  await site.publish(HEALTH, 'live', { qos: 0, retain: true });
  assert.equal((await client.hear(HEALTH, (payload) => payload === 'live')).retain, false);
  client.received.length = 0;
  await client.subscribe(filter);
  assert.equal((await client.hear(HEALTH, (payload) => payload === 'live')).retain, true);
});

test("a bridge's last will sets its state to 0, retained, and no other site may write it", async () => {
  const topic = '$SYS/broker/connection/BL-WH-N/state';
  const console = await asConsole('console-00000006');
  await console.subscribe({ '$SYS/broker/connection/+/state': { qos: 0 } });
  const bridge = await asSite('BL-WH-N', { will: { topic, payload: Buffer.from('0'), qos: 1, retain: true } });
  await bridge.publish(topic, '1', { qos: 1, retain: true });
  await console.hear(topic, (payload) => payload === '1');
  const other = await asSite('BL-MUC-01', { protocolVersion: 5 });
  assert.equal(await other.publish(topic, '9', { qos: 1, retain: true }), NOT_AUTHORISED);
  bridge.client.stream.destroy();
  await console.hear(topic, (payload) => payload === '0');
  const late = await asConsole('console-00000007');
  await late.subscribe({ '$SYS/broker/connection/+/state': { qos: 0 } });
  assert.equal((await late.hear(topic)).payload, '0');
});

test('events wait in a session while its console is away', async () => {
  const session = { username: hub.user, password: hub.password, clientId: 'console-00000008', clean: false, properties: { sessionExpiryInterval: 3_600 } };
  const first = await connectClient(hub.url, session);
  await first.subscribe({ 'fleet/v1/+/event/#': { qos: 1 } });
  await first.end();
  const site = await asSite('BL-PRG-01');
  for (const payload of ['a', 'b', 'c']) await site.publish('fleet/v1/BL-PRG-01/event/alert', payload);
  const second = await connectClient(hub.url, session);
  clients.push(second);
  await waitFor('three events', () => second.received.length === 3);
  assert.deepEqual(second.received.map(({ payload }) => payload), ['a', 'b', 'c']);
});

test('a stored document leaves when its message expiry has passed', async () => {
  const operator = await asConsole('console-00000009');
  const topic = 'fleet/v1/_desk/alert/BL-LAB-1/01ARZ3NDEKTSV4RRFFQ69G5FAV';
  await operator.publish(topic, 'soon gone', { qos: 1, retain: true, properties: { messageExpiryInterval: 1 } });
  let visits = 0;
  await waitFor('the document is gone', async () => {
    visits += 1;
    const visitor = await asConsole(`console-0000a${String(visits).padStart(3, '0')}`);
    await visitor.subscribe({ 'fleet/v1/_desk/#': { qos: 0 } });
    await visitor.hear(SEEDED);
    const gone = !visitor.received.some((one) => one.topic === topic);
    await visitor.end();
    return gone;
  });
});
