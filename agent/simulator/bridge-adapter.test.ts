import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bridgeStateTopic } from '../../fleet/topics.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import type { Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import type { TcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { connectClient } from './testing/mqtt-client.ts';
import type { TestClient } from './testing/mqtt-client.ts';
import { siteId } from '../testing/sites.ts';
import type { LocalMessage } from '../site/local-broker.ts';
import { insertSite, openBridge } from './bridge-adapter.ts';
import type { BridgeAdapter } from './bridge-adapter.ts';

/** Against a real mosquitto, as a real bridge behaves there (contract §8). */

const site = siteId('BL-WH-N');
const BRIDGE = bridgeStateTopic(site);
const HEALTH = 'fleet/v1/BL-WH-N/state/health';
const ALERT = 'fleet/v1/BL-WH-N/event/alert';

let hub: Mosquitto;
let line: TcpProxy;
let console: TestClient;
let bridge: BridgeAdapter;
const retained = new Map<string, LocalMessage>();
const states: boolean[] = [];

const state = (payload: string): void => {
  const message: LocalMessage = { topic: 'fleet/v1/state/health', payload, qos: 0, retain: true };
  retained.set(message.topic, message);
  bridge.forward(message);
};
const event = (payload: string): void => bridge.forward({ topic: 'fleet/v1/event/alert', payload, qos: 1, retain: false });
const heard = (topic: string): readonly string[] => console.received.filter((one) => one.topic === topic).map(({ payload }) => payload);

before(async () => {
  hub = await startMosquitto();
  line = await startTcpProxy(hub.port);
  console = await connectClient(hub.url);
  await console.subscribe({ 'fleet/v1/#': { qos: 1, rap: false }, '$SYS/broker/connection/+/state': { qos: 0 } });
  retained.set('$SYS/x', { topic: '$SYS/broker/connection/x/state', payload: '1', qos: 0, retain: true });
  bridge = openBridge({
    site,
    hub: { name: 'hub', url: `mqtt://127.0.0.1:${line.port}` },
    retained: () => [...retained.values()],
    onState: (up) => states.push(up),
    random: () => 0,
  });
  await waitFor('the bridge', () => bridge.connected);
  await console.hear(BRIDGE, (payload) => payload === '1');
});
after(async () => {
  await bridge.stop();
  await console.end();
  await line.close();
  await hub.dispose();
});

test('it inserts the site, says 1 on $SYS, and carries states at QoS 0 and events at QoS 1', async () => {
  assert.equal(insertSite(site, 'fleet/v1/state/health'), HEALTH);
  state('one');
  event('first');
  assert.equal((await console.hear(HEALTH)).qos, 0);
  assert.equal((await console.hear(ALERT)).qos, 1);
  await console.hear(BRIDGE, (payload) => payload === '1');
  assert.deepEqual(states, [true]);
});

test('a state keeps its retain flag at the hub', async () => {
  const late = await connectClient(hub.url);
  await late.subscribe({ 'fleet/v1/#': { qos: 0 } });
  assert.equal((await late.hear(HEALTH)).retain, true);
  assert.ok(!late.received.some(({ topic }) => topic === ALERT));
  await late.end();
});

test('FS-670: FS-671: cut, it says 0, drops states and keeps events; mended, it says 1 and sends documents and events', async () => {
  console.received.length = 0;
  bridge.cut();
  await console.hear(BRIDGE, (payload) => payload === '0');
  assert.equal(states.at(-1), false);
  for (const payload of ['two', 'three']) state(payload);
  for (const payload of ['second', 'third']) event(payload);
  assert.equal(bridge.queued, 2);
  assert.deepEqual([...heard(HEALTH), ...heard(ALERT)], []);
  bridge.mend();
  await console.hear(ALERT, (payload) => payload === 'third');
  assert.deepEqual(heard(BRIDGE), ['0', '1']);
  assert.deepEqual(heard(HEALTH), ['three']);
  assert.deepEqual(heard(ALERT), ['second', 'third']);
  assert.ok(!console.received.some(({ topic }) => topic.includes('connection/x')));
});

test('a resent document has no retain flag for who is subscribed: it proves the bridge, not the agent', async () => {
  assert.equal(console.received.find(({ topic }) => topic === HEALTH)?.retain, false);
});

test('stalled: nothing arrives and the bridge stays up; afterwards all of it arrives in order', async () => {
  console.received.length = 0;
  bridge.stall();
  state('four');
  event('fourth');
  const probe = await connectClient(hub.url);
  await probe.publish('fleet/v1/probe', 'x');
  await console.hear('fleet/v1/probe');
  assert.deepEqual([...heard(HEALTH), ...heard(ALERT), ...heard(BRIDGE)], []);
  bridge.flow();
  await console.hear(ALERT, (payload) => payload === 'fourth');
  assert.deepEqual(heard(HEALTH), ['four']);
  await probe.end();
});

test('a hub that is killed and comes back empty gets everything again by itself', async () => {
  // The console is back before the bridge, which tells at once what it kept.
  line.refuse('reset');
  await hub.kill();
  await waitFor('the loss', () => !bridge.connected);
  event('fifth');
  await hub.start();
  console = await connectClient(hub.url);
  await console.subscribe({ 'fleet/v1/#': { qos: 1, rap: false }, '$SYS/broker/connection/+/state': { qos: 0 } });
  line.refuse(false);
  await console.hear(ALERT, (payload) => payload === 'fifth');
  assert.equal((await console.hear(HEALTH)).payload, 'four');
  assert.equal((await console.hear(BRIDGE)).payload, '1');
});
