import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import type { Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { openMqttSession } from './mqtt-session.ts';
import type { MqttSession, SessionOptions } from './mqtt-session.ts';

let broker: Mosquitto;
const sessions: MqttSession[] = [];

const open = (more: Partial<SessionOptions> = {}) => {
  const seen = { connected: 0, disconnected: 0, refused: 0, failed: 0, messages: [] as string[] };
  const session = openMqttSession(
    {
      url: broker.url,
      clientId: `session-${sessions.length}`,
      keepaliveS: 30,
      clean: true,
      will: () => ({ topic: 'will', payload: 'gone', qos: 1, retain: false }),
      backoff: { baseMs: 10, maxMs: 50 },
      random: () => 0,
      ...more,
    },
    {
      onConnected: () => void (seen.connected += 1),
      onDisconnected: () => void (seen.disconnected += 1),
      onFailed: (refused) => void (refused ? (seen.refused += 1) : (seen.failed += 1)),
      onMessage: (topic, payload) => void seen.messages.push(`${topic} ${payload.toString()}`),
    },
  );
  sessions.push(session);
  return { session, seen };
};

const connected = (one: ReturnType<typeof open>): Promise<unknown> => waitFor('the connection', () => one.session.connected);

before(async () => {
  broker = await startMosquitto();
});
after(async () => {
  await Promise.all(sessions.map((session) => session.stop()));
  await broker.dispose();
});

test('messages of both qualities arrive; QoS 1 is answered once the broker has it', async () => {
  const one = open();
  await connected(one);
  one.session.subscribe(['talk/#'], 1);
  const answers: boolean[] = [];
  one.session.publish('talk/a', 'ü'.repeat(20_000), { qos: 1, retain: false }, (ok) => answers.push(ok));
  one.session.publish('talk/b', 'zero', { qos: 0, retain: false });
  await waitFor('both', () => one.seen.messages.length === 2 && answers.length === 1);
  assert.deepEqual([one.seen.messages.map((text) => text.slice(0, 10)), answers], [['talk/a üüü', 'talk/b zer'], [true]]);
});

test('a cut sends the last will of that connection and is not retried before resume', async () => {
  const watcher = open();
  await connected(watcher);
  watcher.session.subscribe(['will'], 1);
  let connects = 0;
  const one = open({ will: () => ({ topic: 'will', payload: `gone ${(connects += 1)}`, qos: 1, retain: false }) });
  await connected(one);
  one.session.cut();
  await waitFor('the will', () => watcher.seen.messages.includes('will gone 1'));
  assert.deepEqual([one.seen.connected, one.seen.disconnected], [1, 1]);
  one.session.resume();
  await connected(one);
  one.session.cut();
  await waitFor('the will of the second connection', () => watcher.seen.messages.includes('will gone 2'));
});

test('a clean goodbye has no last will', async () => {
  const watcher = open();
  await connected(watcher);
  watcher.session.subscribe(['will', 'end'], 1);
  const one = open();
  await connected(one);
  await one.session.stop();
  watcher.session.publish('end', '', { qos: 1, retain: false });
  await waitFor('the end', () => watcher.seen.messages.length === 1);
  assert.deepEqual(watcher.seen.messages, ['end ']);
});

test('FS-946: what was not acknowledged when the line broke is answered with no; the session comes back by itself', async () => {
  const proxy = await startTcpProxy(broker.port);
  const one = open({ url: `mqtt://127.0.0.1:${proxy.port}` });
  await connected(one);
  proxy.blackhole(true);
  const answers: boolean[] = [];
  one.session.publish('lost', 'x', { qos: 1, retain: false }, (ok) => answers.push(ok));
  proxy.blackhole(false);
  proxy.cut();
  await waitFor('its answer', () => answers.length === 1);
  assert.deepEqual(answers, [false]);
  await waitFor('the return', () => one.seen.connected === 2);
  await one.session.stop();
  await proxy.close();
});

test('a broker that falls silent is left after one and a half keepalives', async () => {
  const proxy = await startTcpProxy(broker.port);
  const one = open({ url: `mqtt://127.0.0.1:${proxy.port}`, keepaliveS: 1 });
  await connected(one);
  proxy.blackhole(true);
  await waitFor('the loss', () => one.seen.disconnected === 1);
  await one.session.stop();
  await proxy.close();
});

test('addresses are understood as names and as IPv6; where there is no connection a publish is answered with no', async () => {
  const named = open({ url: broker.url.replace('127.0.0.1', 'localhost') });
  await connected(named);
  named.session.cut();
  await waitFor('the cut', () => !named.session.connected);
  assert.equal(await new Promise<boolean>((resolve) => named.session.publish('t', 'x', { qos: 1, retain: false }, resolve)), false);
  const absent = open({ url: 'mqtt://[::1]:1' });
  await waitFor('two failures by IPv6', () => absent.seen.failed >= 2);
  assert.equal(absent.seen.refused, 0);
  await absent.session.stop();
});

test('a refusal is told apart from silence; garbage and endless messages end the connection', async () => {
  const strict = await startMosquitto({ passwords: '' });
  const refused = open({ url: strict.url, user: 'nobody', password: 'wrong' });
  await waitFor('two refusals', () => refused.seen.refused >= 2);
  assert.equal(refused.seen.failed, 0);
  const babbler = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(Buffer.from([0x20, 2, 0, 0]));
    // A publish that announces 200 MB, then only noise.
    socket.write(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x60]));
    const timer = setInterval(() => socket.write(Buffer.alloc(1_048_576)), 1);
    socket.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => babbler.listen(0, '127.0.0.1', resolve));
  const flooded = open({ url: `mqtt://127.0.0.1:${(babbler.address() as AddressInfo).port}` });
  await waitFor('the end of the flood', () => flooded.seen.disconnected > 0);
  for (const one of [refused, flooded]) await one.session.stop();
  babbler.close();
  await strict.dispose();
});
