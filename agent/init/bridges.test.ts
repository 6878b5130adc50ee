import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import type { TcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { connectClient } from '../simulator/testing/mqtt-client.ts';
import type { TestClient } from '../simulator/testing/mqtt-client.ts';
import { addConsole, initCommand, secondHub, trialHub, trialSite } from '../testing/trial.ts';
import type { TrialHub, TrialSite } from '../testing/trial.ts';

/** Two real hubs and a site with a bridge to each, all from the files of the set-up commands; a proxy stands for the uplink. */

const SITE = 'BL-LAB-1';
const ALERT = `fleet/v1/${SITE}/event/alert`;
const BRIDGE = `$SYS/broker/connection/${SITE}/state`;

let [first, second]: TrialHub[] = [];
let [uplink, uplinkB]: TcpProxy[] = [];
let site: TrialSite;
let agent: TestClient;
let [deskA, deskB]: TestClient[] = [];

const asConsole = async (hub: TrialHub): Promise<TestClient> => {
  const password = `password of desk`;
  const ca = readFileSync(hub.caFile);
  const desk = await connectClient(`mqtts://localhost:${hub.consolePort}`, { username: 'desk', password, ca });
  await desk.subscribe({ 'fleet/v1/#': { qos: 1 }, [BRIDGE]: { qos: 0 } });
  return desk;
};
const told = (desk: TestClient | undefined, topic: string): readonly string[] => desk!.received.filter((one) => one.topic === topic).map(({ payload }) => payload);
/** As mosquitto itself tells it: retained at the hub, and live. */
const hearBridge = (desk: TestClient | undefined, state: '0' | '1') => waitFor(`bridge ${state}`, () => told(desk, BRIDGE).at(-1) === state);
const tell = (topic: string, payload: string, retain = false) => agent.publish(topic, payload, { qos: 1, retain });

before(async () => {
  first = await trialHub();
  second = await secondHub(first);
  for (const hub of [first, second]) {
    await addConsole(hub, 'desk', 'operator');
    await hub.broker.start();
  }
  [uplink, uplinkB] = [await startTcpProxy(first.sitePort), await startTcpProxy(second.sitePort)];
  site = await trialSite(SITE, first, [uplink.port, uplinkB.port]);
  [deskA, deskB] = [await asConsole(first), await asConsole(second)];
  await site.broker.start();
  agent = await connectClient(`mqtt://127.0.0.1:${site.port}`, { username: 'agent', password: site.password('agent') });
  await Promise.all([hearBridge(deskA, '1'), hearBridge(deskB, '1')]);
});
after(async () => {
  for (const client of [agent, deskA, deskB]) await client?.end();
  await site?.dispose();
  for (const line of [uplink, uplinkB]) await line?.close();
  for (const hub of [second, first]) await hub?.dispose();
});

test('states and events reach both hubs under the name of the site; a command comes down', async () => {
  await tell('fleet/v1/state/site', '{"name":"Lab"}', true);
  await tell('fleet/v1/event/alert', 'e0');
  for (const desk of [deskA, deskB]) {
    await desk!.hear(`fleet/v1/${SITE}/state/site`);
    assert.equal((await desk!.hear(ALERT)).qos, 1);
  }
  await agent.subscribe({ 'fleet/v1/cmd/req': { qos: 1 } });
  assert.equal(await deskA!.publish(`fleet/v1/${SITE}/cmd/req`, 'go'), 0);
  await agent.hear('fleet/v1/cmd/req');
});

test('FS-697: an oversized message is lost alone; the link lives and what follows arrives', async () => {
  const accepted = uplink!.accepted;
  await tell('fleet/v1/event/review', 'x'.repeat(300_000));
  await tell('fleet/v1/event/alert', 'after the large one');
  for (const desk of [deskA, deskB]) {
    await desk!.hear(ALERT, (text) => text === 'after the large one');
    assert.deepEqual(told(desk, `fleet/v1/${SITE}/event/review`), []);
  }
  assert.equal(uplink!.accepted, accepted);
});

test('FS-697: a message too large for the hub, from a site that keeps to no limit, is lost alone too', async () => {
  const rogue = await trialSite('BL-LAB-9', first!);
  const tls = { cert: readFileSync(rogue.certFile), key: readFileSync(rogue.keyFile), ca: readFileSync(first!.caFile) };
  const client = await connectClient(`mqtts://localhost:${first!.sitePort}`, { protocolVersion: 4, clientId: 'BL-LAB-9', clean: false, ...tls });
  await client.publish('fleet/v1/BL-LAB-9/event/review', 'x'.repeat(400_000));
  await client.publish('fleet/v1/BL-LAB-9/event/alert', 'after');
  await deskA!.hear('fleet/v1/BL-LAB-9/event/alert');
  assert.deepEqual(told(deskA, 'fleet/v1/BL-LAB-9/event/review'), []);
  await client.end();
  await rogue.dispose();
});

test('FS-698: events of an outage arrive in order and once, and the other hub misses nothing meanwhile', async () => {
  uplink!.refuse('reset');
  uplink!.cut();
  await hearBridge(deskA, '0');
  const events = Array.from({ length: 200 }, (_, index) => `outage ${index}`);
  for (const event of events) await tell('fleet/v1/event/rollup', event);
  await waitFor('the other hub to have them', () => told(deskB, `fleet/v1/${SITE}/event/rollup`).length === events.length);
  uplink!.refuse(false);
  await hearBridge(deskA, '1');
  await tell('fleet/v1/event/rollup', 'new');
  for (const desk of [deskA, deskB]) {
    await waitFor('all of them', () => told(desk, `fleet/v1/${SITE}/event/rollup`).length >= events.length + 1);
    // mosquitto 2.0.11 lets a message of after the outage overtake what it queued: consoles order by `seq`.
    assert.deepEqual(told(desk, `fleet/v1/${SITE}/event/rollup`).filter((text) => text !== 'new'), events);
  }
  await tell('fleet/v1/event/alert', 'end of the outage');
  await deskA!.hear(ALERT, (text) => text === 'end of the outage');
  assert.equal(told(deskA, `fleet/v1/${SITE}/event/rollup`).length, events.length + 1);
});

test('a hub is killed and comes back: the site stays, the other hub carries on, the events of between arrive once', async () => {
  // The console is back before the bridge, which tells at once what it kept.
  uplinkB!.refuse('reset');
  await second!.broker.kill();
  for (const event of ['k1', 'k2', 'k3']) await tell('fleet/v1/event/alert', event);
  await deskA!.hear(ALERT, (text) => text === 'k3');
  await second!.broker.start();
  const back = await asConsole(second!);
  uplinkB!.refuse(false);
  await hearBridge(back, '1');
  await waitFor('the events of between', () => told(back, ALERT).length >= 3);
  assert.deepEqual(told(back, ALERT), ['k1', 'k2', 'k3']);
  assert.deepEqual(told(deskA, ALERT).slice(-3), ['k1', 'k2', 'k3']);
  // States of before are told again by the bridge itself.
  await back.hear(`fleet/v1/${SITE}/state/site`);
  await back.end();
});

test('FS-699: a revoked site is cut off by the restart of the hub and refused from then on, at every hub that has the list', async () => {
  const { root } = first!;
  await initCommand('hub-revoke', [SITE, '--root', root]);
  await first!.broker.stop();
  await first!.broker.start();
  const desk = await asConsole(first!);
  await waitFor('the refusal', () => /revoked|certificate/i.test(first!.broker.log().split('\n').slice(-40).join('\n')));
  await tell('fleet/v1/event/alert', 'revoked');
  // The hub that does not have the list yet still takes it: the positive control.
  const stillOpen = await asConsole(second!);
  await tell('fleet/v1/event/alert', 'not yet there');
  await stillOpen.hear(ALERT, (text) => text === 'not yet there');
  const list = join(second!.root, 'crl.pem');
  copyFileSync(join(root, 'etc/blocao-hub/tls/crl.pem'), list);
  await initCommand('hub-init', ['--root', second!.root, '--crl', list]);
  await second!.broker.stop();
  await second!.broker.start();
  const closed = await asConsole(second!);
  // A second certificate for the same site is let in again: the name is not burnt.
  const renewed = await trialSite(SITE, first!, [first!.sitePort, second!.sitePort]);
  const accepted = uplink!.accepted;
  await waitFor('the revoked bridge to have tried again', () => uplink!.accepted > accepted + 1);
  for (const console of [desk, closed]) assert.deepEqual(told(console, ALERT), []);
  await site.broker.stop();
  await renewed.broker.start();
  for (const console of [desk, closed]) await hearBridge(console, '1');
  for (const console of [desk, closed, stillOpen]) await console.end();
  await renewed.dispose();
});
