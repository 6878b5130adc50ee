import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect as connectTls } from 'node:tls';
import { after, before, test } from 'node:test';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { connectClient } from '../simulator/testing/mqtt-client.ts';
import type { TestClient } from '../simulator/testing/mqtt-client.ts';
import { addConsole, initCommand, trialHub, trialSite } from '../testing/trial.ts';
import type { TrialHub, TrialSite } from '../testing/trial.ts';

/** A real hub from the files that `hub-init` writes, with strangers, sites and consoles at its two doors. */

let hub: TrialHub;
let [one, two]: TrialSite[] = [];
const clients: TestClient[] = [];
const passwords: Record<string, string> = {};

before(async () => {
  hub = await trialHub();
  passwords['desk'] = await addConsole(hub, 'desk', 'operator');
  passwords['wall'] = await addConsole(hub, 'wall', 'viewer');
  [one, two] = [await trialSite('BL-LAB-1', hub), await trialSite('BL-LAB-2', hub)];
  await hub.broker.start();
});
after(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await Promise.all([one?.dispose(), two?.dispose()]);
  await hub?.dispose();
});

const keep = async (client: Promise<TestClient>): Promise<TestClient> => {
  const connected = await client;
  clients.push(connected);
  return connected;
};
const asSite = (site: TrialSite | undefined, clientId: string): Promise<TestClient> =>
  keep(
    connectClient(`mqtts://localhost:${hub.sitePort}`, {
      ...{ clientId, protocolVersion: 4, clean: false, ca: readFileSync(hub.caFile) },
      ...{ cert: readFileSync(site!.certFile), key: readFileSync(site!.keyFile) },
    }),
  );
const asConsole = (username: string, password: string | undefined = passwords[username]): Promise<TestClient> =>
  keep(connectClient(`mqtts://localhost:${hub.consolePort}`, { username, ...(password === undefined ? {} : { password }), ca: readFileSync(hub.caFile) }));

/** Everything that a console may see, and more: what is beyond its rights never comes. */
const ALL = { 'fleet/v1/#': { qos: 1 }, '$SYS/#': { qos: 0 }, '#': { qos: 0 } } as const;

/** A TLS 1.3 client learns of its refusal with the first bytes from the broker, not in the handshake. */
const handshake = (port: number, options: object): Promise<string> =>
  new Promise((resolve) => {
    const socket = connectTls({ port, host: 'localhost', ca: readFileSync(hub.caFile), ...options }, () => socket.write(Buffer.from('100c00044d5154540402000a0000', 'hex')));
    socket.on('data', () => {
      resolve('answered');
      socket.destroy();
    });
    socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
    socket.on('close', () => resolve('closed'));
  });

test('FS-694: the door for sites opens to certificates of the own authority only', async () => {
  const stranger = createAuthority();
  const { cert, key } = stranger.issue('BL-LAB-1');
  assert.match(await handshake(hub.sitePort, {}), /CERTIFICATE|closed/);
  assert.match(await handshake(hub.sitePort, { cert, key }), /UNKNOWN_CA|ALERT|closed/);
  stranger.dispose();
  const own = { cert: readFileSync(one!.certFile), key: readFileSync(one!.keyFile) };
  assert.equal(await handshake(hub.sitePort, own), 'answered');
});

test('FS-694: what a site publishes under another name arrives nowhere; what it publishes under its own does', async () => {
  const desk = await asConsole('desk');
  await desk.subscribe(ALL);
  const site = await asSite(one, 'BL-LAB-1');
  const wrong = ['fleet/v1/BL-LAB-2/state/health', 'fleet/v1/BL-LAB-2/event/alert', '$SYS/broker/connection/BL-LAB-2/state', 'fleet/v1/_desk/site/BL-LAB-2', 'fleet/v1/BL-LAB-1/cmd/req'];
  for (const topic of wrong) await site.publish(topic, 'wrong', { qos: 1, retain: true });
  await site.publish('$SYS/broker/connection/BL-LAB-1/state', '1', { qos: 1, retain: true });
  await site.publish('fleet/v1/BL-LAB-1/event/alert', 'right');
  // The last one sent came: whatever was let through before it would be here too.
  await desk.hear('fleet/v1/BL-LAB-1/event/alert', (text) => text === 'right');
  await desk.hear('$SYS/broker/connection/BL-LAB-1/state', (text) => text === '1');
  assert.deepEqual(desk.received.filter(({ payload }) => payload === 'wrong'), []);
});

test('FS-695: a site that claims the client id of another does not displace it', async () => {
  const desk = await asConsole('desk');
  await desk.subscribe(ALL);
  const victim = await asSite(two, 'BL-LAB-2');
  let displaced = false;
  victim.client.on('close', () => (displaced = true));
  const thief = await asSite(one, 'BL-LAB-2');
  await thief.publish('fleet/v1/BL-LAB-1/event/alert', 'thief is itself');
  await desk.hear('fleet/v1/BL-LAB-1/event/alert', (text) => text === 'thief is itself');
  await victim.publish('fleet/v1/BL-LAB-2/event/alert', 'still here');
  await desk.hear('fleet/v1/BL-LAB-2/event/alert', (text) => text === 'still here');
  assert.ok(!displaced && victim.client.connected);
  // Positive control: the rightful owner does displace it.
  await asSite(two, 'anything');
  await waitFor('the older connection of the same site to end', () => displaced);
});

test('a site hears its own commands and hints, no other’s, and no desk document', async () => {
  const desk = await asConsole('desk');
  const site = await asSite(one, 'BL-LAB-1');
  await site.subscribe(ALL);
  for (const topic of ['fleet/v1/BL-LAB-2/cmd/req', 'fleet/v1/_desk/window/W1', 'fleet/v1/BL-LAB-2/hint/git']) assert.equal(await desk.publish(topic, 'not yours'), 0);
  assert.equal(await desk.publish('fleet/v1/BL-LAB-1/hint/git', 'yours'), 0);
  assert.equal(await desk.publish('fleet/v1/BL-LAB-1/cmd/req', 'yours'), 0);
  await site.hear('fleet/v1/BL-LAB-1/cmd/req');
  assert.deepEqual(site.received.filter(({ topic }) => !topic.startsWith('fleet/v1/BL-LAB-1/')), []);
  assert.equal(site.received.length, 2);
});

test('FS-696: an operator writes desk documents, commands and hints; a viewer is refused each with reason 135', async () => {
  const [desk, wall] = [await asConsole('desk'), await asConsole('wall')];
  for (const [topic, operator] of [
    ['fleet/v1/_desk/alert/BL-LAB-1/01ARZ3NDEKTSV4RRFFQ69G5FAV', 0],
    ['fleet/v1/BL-LAB-1/cmd/req', 0],
    ['fleet/v1/BL-LAB-1/hint/git', 0],
    ['fleet/v1/BL-LAB-1/state/health', 135],
    ['fleet/v1/BL-LAB-1/event/alert', 135],
    ['fleet/v1/BL-LAB-1/cmd/ack', 135],
    ['fleet/v1/_hub/summary', 135],
    ['$SYS/broker/connection/BL-LAB-1/state', 135],
    ['fleet/v1/desk/state/health', 135],
    ['elsewhere', 135],
  ] as const) {
    assert.equal(await desk.publish(topic, '{}'), operator, topic);
    assert.equal(await wall.publish(topic, '{}'), 135, topic);
  }
});

test('FS-696: both read states, events, acknowledgements, desk documents and the hub’s health, and no command', async () => {
  const [desk, wall] = [await asConsole('desk'), await asConsole('wall')];
  for (const console of [desk, wall]) await console.subscribe(ALL);
  const site = await asSite(one, 'BL-LAB-1');
  const readable = ['fleet/v1/BL-LAB-1/state/health', 'fleet/v1/BL-LAB-1/event/alert', 'fleet/v1/BL-LAB-1/cmd/ack'];
  await desk.publish('fleet/v1/BL-LAB-1/cmd/req', 'secret');
  for (const topic of readable) await site.publish(topic, 'read me', { qos: 1, retain: false });
  await desk.publish('fleet/v1/_desk/window/W2', 'read me', { qos: 1 });
  for (const console of [desk, wall]) {
    for (const topic of [...readable, 'fleet/v1/_desk/window/W2']) await console.hear(topic, (text) => text === 'read me');
    await console.hear('$SYS/broker/version');
    assert.ok(!console.received.some(({ topic }) => topic.endsWith('cmd/req')));
  }
});

test('consoles come with user and password only; one that is removed is cut off and stays out', async () => {
  await assert.rejects(asConsole('desk', 'wrong password'), /not authori[sz]ed|Bad User/i);
  await assert.rejects(asConsole('nobody', 'password'), /not authori[sz]ed|Bad User/i);
  await assert.rejects(keep(connectClient(`mqtts://localhost:${hub.consolePort}`, { ca: readFileSync(hub.caFile) })), /not authori[sz]ed/i);
  const [desk, wall] = [await asConsole('desk'), await asConsole('wall')];
  await initCommand('hub-console', ['wall', '--remove', '--root', hub.root]);
  hub.broker.reload();
  await waitFor('the removed console to be cut off', () => !wall.client.connected);
  await assert.rejects(asConsole('wall'), /not authori[sz]ed|Bad User/i);
  assert.ok(desk.client.connected);
});
