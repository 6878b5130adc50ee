import assert from 'node:assert/strict';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONSOLE_SUBSCRIPTIONS } from '../../fleet/topics.ts';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { startMosquitto, type Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub } from './engine.test-support.ts';
import { connectPublisher, TestSite } from './site-speaker.test-support.ts';

/** A line of mosquitto's password file (PBKDF2-SHA512, its own format). */
const passwordLine = (user: string, password: string): string => {
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, 101, 64, 'sha512');
  return `${user}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}\n`;
};

const CONSOLE_ACL = `
user operator
topic read fleet/v1/+/state/#
topic read fleet/v1/+/event/#
topic readwrite fleet/v1/_desk/#
topic write fleet/v1/+/cmd/req
topic write fleet/v1/+/hint/git
user viewer
topic read fleet/v1/+/state/#
topic read fleet/v1/+/event/#
topic read fleet/v1/_desk/#
`;

/** How often consoles asked whether they may write, as mosquitto's log tells. */
const questions = (broker: Mosquitto): number =>
  [...broker.log().matchAll(/(?:Received|Denied) PUBLISH from console-[^']*'fleet\/v1\/_desk\/operator\/0011aabb', ... \(0 bytes\)/g)].length;

test('FS-430: a console without the right to write sees that and is read-only; an operator is not', async (t) => {
  const passwords = passwordLine('operator', 'one') + passwordLine('viewer', 'two');
  const broker = await startMosquitto({ acl: CONSOLE_ACL, passwords, extra: 'log_type debug' });
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const hubs = [testHub(broker.url, 'viewer', { user: 'viewer', password: 'two' }), testHub(broker.url, 'operator', { user: 'operator', password: 'one' })];
  const { window, stop } = runEngine(testConfig(dir.path, hubs, { showAllAsAdopted: false }));
  t.after(stop);
  await window.until('the viewer is read-only', (tables) => tables.hubs['viewer']?.readOnly === true);
  await window.until('the operator connected', (tables) => tables.hubs['operator']?.state === 'connected');
  // The broker's log tells both questions and answers; the operator's answer comes before its desk falls quiet.
  await waitFor('both questions', () => questions(broker) === 2);
  await window.until('live', () => window.live);
  assert.equal(window.tables.hubs['operator']?.readOnly, false);
  assert.equal(window.tables.counters['retained_cleared.desk/operator'], undefined);
});

test('FS-431: asking whether this console may write leaves nothing behind at the hub, and a console that only shows asks nothing', async (t) => {
  const broker = await startMosquitto({ persistence: true, extra: 'log_type debug' });
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const retained = { topic: 'fleet/v1/_desk/operator/0011aabb', payload: '{"v":1}', qos: 1, retain: true } as const;
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await publisher.send(retained);
  const first = runEngine(testConfig(dir.path, [testHub(broker.url)], { showAllAsAdopted: false }));
  t.after(() => first.stop());
  await waitFor('the question', () => questions(broker) === 1);
  await first.stop();
  // The retained document is still there: the question has no retain flag.
  const second = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  t.after(() => second.stop());
  await second.window.until('the stored presence again', ({ counters }) => counters['rejected.schema'] !== undefined);
  await second.window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  await publisher.send(new TestSite('BL-LAB-1').health());
  await second.window.until('a later message', ({ sites }) => sites['BL-LAB-1'] !== undefined);
  assert.equal(questions(broker), 1);
});

/** Configuration of mosquitto's dynamic security plugin: unlike an ACL file it refuses subscriptions by reason code. */
const dynamicSecurity = (user: string, password: string, denied: string): object => {
  const salt = randomBytes(12);
  const acls = [
    { acltype: 'subscribePattern', topic: denied, priority: 10, allow: false },
    { acltype: 'subscribePattern', topic: '#', priority: 1, allow: true },
    { acltype: 'subscribePattern', topic: '$SYS/#', priority: 1, allow: true },
  ];
  return {
    clients: [{ username: user, password: pbkdf2Sync(password, salt, 101, 64, 'sha512').toString('base64'), salt: salt.toString('base64'), iterations: 101, roles: [{ rolename: 'r' }] }],
    roles: [{ rolename: 'r', acls }],
    defaultACLAccess: { publishClientSend: true, publishClientReceive: true, subscribe: true, unsubscribe: true },
  };
};

test('FS-432: a refused subscription is named with its reason code and said in words', async (t) => {
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const denied = 'fleet/v1/+/event/#';
  const configPath = join(dir.path, 'security.json');
  writeFileSync(configPath, JSON.stringify(dynamicSecurity('ana', 'pw', denied)));
  const plugin = `plugin /usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/mosquitto_dynamic_security.so`;
  const broker = await startMosquitto({ extra: `${plugin}\nplugin_opt_config_file ${configPath}` });
  t.after(() => broker.dispose());
  const { window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url, 'hub-1', { user: 'ana', password: 'pw' })]));
  t.after(stop);
  const hub = await window.until('connected', ({ hubs }) => (hubs['hub-1']?.state === 'connected' ? hubs['hub-1'] : undefined));
  assert.deepEqual(hub.refused, [{ topic: denied, code: 135 }]);
  assert.equal(hub.problem?.code, 'not_authorised');
  assert.ok(hub.problem?.text.includes(denied));
});

test('FS-433: a link that died without a word is noticed by keepalive, said, and healed', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const proxy = await startTcpProxy(broker.port);
  t.after(() => proxy.close());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const { window, stop } = runEngine(testConfig(dir.path, [testHub(`mqtt://127.0.0.1:${proxy.port}`)]), { keepaliveS: 1 });
  t.after(stop);
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  proxy.blackhole(true);
  await window.until('the loss', ({ hubs }) => hubs['hub-1']?.problem?.code === 'keepalive_lost');
  proxy.blackhole(false);
  const hub = await window.until('healed', ({ hubs }) => (hubs['hub-1']?.state === 'connected' ? hubs['hub-1'] : undefined));
  assert.equal(hub.problem, undefined);
  assert.equal(hub.nextTryTs, undefined);
});

test('FS-434: mutual TLS with the hub\'s own authority works, and a 3.1.1 hub is marked as such', async (t) => {
  const authority = createAuthority();
  t.after(() => authority.dispose());
  const server = authority.issue('hub.example');
  const own = authority.issue('console');
  const secure = await startMosquitto({ tls: { ca: authority.caPath, cert: server.certPath, key: server.keyPath, requireCertificate: true } });
  t.after(() => secure.dispose());
  const plain = await startMosquitto();
  t.after(() => plain.dispose());
  const old = await startTcpProxy(plain.port, (first) => (first[0] === 0x10 && first[8] === 5 ? Buffer.from([0x20, 2, 0, 1]) : undefined));
  t.after(() => old.close());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(plain.url);
  t.after(() => publisher.close());
  await publisher.send(new TestSite('BL-LAB-1').health());
  const hubs = [testHub(secure.url, 'secure', { ca: authority.ca, cert: own.cert, key: own.key }), testHub(`mqtt://127.0.0.1:${old.port}`, 'old')];
  const { window, stop } = runEngine(testConfig(dir.path, hubs));
  t.after(stop);
  await window.until('both', (tables) => tables.hubs['secure']?.state === 'connected' && tables.hubs['old']?.state === 'connected');
  assert.deepEqual([window.tables.hubs['secure']?.protocol, window.tables.hubs['old']?.protocol], [5, 4]);
  await window.until('a retained document over 3.1.1', ({ sites }) => sites['BL-LAB-1'] !== undefined);
});

test('FS-435: the client id of a hub is kept over restarts, and the hub\'s address is shown without login', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const seen = new Set<string>();
  for (let start = 0; start < 2; start += 1) {
    const { window, stop } = runEngine(testConfig(dir.path, [testHub(`mqtt://ana:secret@127.0.0.1:${broker.port}`)]));
    await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
    assert.equal(window.tables.hubs['hub-1']?.url, `mqtt://127.0.0.1:${broker.port}`);
    await stop();
    for (const [, id] of broker.log().matchAll(/as (console-[0-9a-f]{8}) /g)) seen.add(id!);
  }
  assert.equal(seen.size, 1);
});

test('FS-436: what a hub is subscribed to is the list of the contract, never everything', () => {
  assert.equal(CONSOLE_SUBSCRIPTIONS.some(({ topic }) => topic === '#' || topic === '$SYS/#'), false);
  assert.deepEqual(CONSOLE_SUBSCRIPTIONS.filter(({ qos }) => qos === 1).map(({ topic }) => topic), ['fleet/v1/+/event/#', 'fleet/v1/+/cmd/ack']);
});
