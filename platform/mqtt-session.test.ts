import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startMosquitto } from './mosquitto.test-support.ts';
import type { Mosquitto } from './mosquitto.test-support.ts';
import { openMqttSession } from './mqtt-session.ts';
import type { MqttSession, SessionOptions } from './mqtt-session.ts';
import { waitFor } from './wait-for.test-support.ts';

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

before(async () => {
  broker = await startMosquitto();
});
after(async () => {
  await Promise.all(sessions.map((session) => session.stop()));
  await broker.dispose();
});

test('a cut sends the last will of that connection and is not retried before resume', async () => {
  const watcher = open();
  await waitFor('the watcher', () => watcher.session.connected);
  watcher.session.subscribe(['will'], 1);
  let connects = 0;
  const one = open({ will: () => ({ topic: 'will', payload: `gone ${(connects += 1)}`, qos: 1, retain: false }) });
  await waitFor('the connection', () => one.session.connected);
  one.session.cut();
  await waitFor('the will', () => watcher.seen.messages.includes('will gone 1'));
  assert.deepEqual([one.seen.connected, one.seen.disconnected], [1, 1]);
  one.session.resume();
  await waitFor('the connection', () => one.session.connected);
  one.session.cut();
  await waitFor('the will of the second connection', () => watcher.seen.messages.includes('will gone 2'));
});

test('every form of address is understood: names, IPv6, WebSocket', async () => {
  const sockets = await startMosquitto({ websockets: true });
  const one = open({ url: `ws://127.0.0.1:${sockets.wsPort}/mqtt` });
  await waitFor('the connection by WebSocket', () => one.session.connected);
  await one.session.stop();
  await sockets.dispose();
  const named = open({ url: broker.url.replace('127.0.0.1', 'localhost') });
  await waitFor('the connection by name', () => named.session.connected);
  const absent = open({ url: 'mqtt://[::1]:1' });
  await waitFor('a failure by IPv6', () => absent.seen.failed > 0);
});

test('a clean goodbye sends no will', async () => {
  const watcher = open();
  await waitFor('the watcher', () => watcher.session.connected);
  watcher.session.subscribe(['will', 'after'], 1);
  const one = open();
  await waitFor('the connection', () => one.session.connected);
  await one.session.stop();
  await waitFor('a later message', () => {
    watcher.session.publish('after', 'x', { qos: 0, retain: false });
    return watcher.seen.messages.includes('after x');
  });
  assert.ok(!watcher.seen.messages.includes('will gone'));
});

test('a publish is answered: true with its acknowledgement, false where there is no connection', async () => {
  const { session } = open();
  await waitFor('the connection', () => session.connected);
  const ok = await new Promise<boolean>((resolve) => session.publish('t', 'x', { qos: 1, retain: false }, resolve));
  session.cut();
  await waitFor('the cut', () => !session.connected);
  const lost = await new Promise<boolean>((resolve) => session.publish('t', 'x', { qos: 1, retain: false }, resolve));
  assert.deepEqual([ok, lost], [true, false]);
});

test('a refusal by the broker is told from a broker that is not there, and both are tried again', async () => {
  const strict = await startMosquitto({ passwords: '' });
  const refused = open({ url: strict.url, user: 'nobody', password: 'wrong' });
  await waitFor('two refusals', () => refused.seen.refused >= 2);
  assert.equal(refused.seen.failed, 0);
  await refused.session.stop();
  await strict.dispose();
  const absent = open({ url: strict.url });
  await waitFor('two failures', () => absent.seen.failed >= 2);
  assert.equal(absent.seen.refused, 0);
});
