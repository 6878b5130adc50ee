import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuthority } from './certificates.test-support.ts';
import { startMosquitto } from './mosquitto.test-support.ts';
import { openMqttLink, type LinkMessage, type LinkState, type MqttLink, type SubscribeOutcome } from './mqtt-link.ts';
import type { MqttLinkOptions } from './mqtt-options.ts';
import { startTcpProxy } from './tcp-proxy.test-support.ts';
import { waitFor } from './wait-for.test-support.ts';

interface Probe {
  readonly link: MqttLink;
  readonly states: LinkState[];
  readonly messages: LinkMessage[];
  last(): LinkState | undefined;
  connected(): Promise<LinkState>;
  problem(code: string): Promise<LinkState>;
}

let ids = 0;

const open = (url: string, options: Partial<MqttLinkOptions> = {}, onMessage?: (message: LinkMessage) => boolean | void): Probe => {
  const states: LinkState[] = [];
  const messages: LinkMessage[] = [];
  const link = openMqttLink(
    {
      url,
      clientId: `console-${(ids += 1)}-${process.pid}`,
      keepaliveS: 30,
      cleanStart: false,
      sessionExpiryS: 60,
      backoff: { baseMs: 20, maxMs: 100 },
      random: () => 0.5,
      ...options,
    },
    { onState: (state) => states.push(state), onMessage: onMessage ?? ((message) => void messages.push(message)) },
  );
  return {
    link,
    states,
    messages,
    last: () => states.at(-1),
    connected: () => waitFor('connected', () => (states.at(-1)?.state === 'connected' ? states.at(-1) : undefined)),
    problem: (code) => waitFor(() => `problem ${code}, saw ${JSON.stringify(states)}`, () => states.find((s) => s.state === 'waiting' && s.problem.code === code)),
  };
};

const subscribe = (link: MqttLink, topic: string, qos: 0 | 1): Promise<SubscribeOutcome> =>
  new Promise((resolve) => link.subscribe([{ topic, qos }], resolve));

const publish = (link: MqttLink, topic: string, payload: string, qos: 0 | 1, retain = false): Promise<unknown> =>
  new Promise((resolve) => link.publish(topic, payload, { qos, retain }, resolve));

test('FS-401: a QoS 1 message comes again after a cut until it was acknowledged, and never after', async () => {
  const broker = await startMosquitto();
  const proxy = await startTcpProxy(broker.port);
  const sender = open(broker.url);
  const reader = open(`mqtt://127.0.0.1:${proxy.port}`);
  try {
    await sender.connected();
    await reader.connected();
    await subscribe(reader.link, 'a/#', 1);
    await publish(sender.link, 'a/1', 'one', 1);
    await publish(sender.link, 'a/2', 'two', 1);
    await waitFor('both', () => reader.messages.length === 2);
    const times = (text: string): LinkMessage[] => reader.messages.filter((message) => message.payload.toString() === text);
    reader.link.acknowledge(reader.link.connection, [times('one')[0]!.messageId!]);
    // The answer to a later packet says that the broker has read the acknowledgement.
    await publish(reader.link, 'sync', '', 1);
    proxy.cut();
    await waitFor('the second again', () => times('two').length === 2);
    // An acknowledgement for the old connection must not be taken for one of the new.
    reader.link.acknowledge(reader.link.connection - 1, [times('two')[1]!.messageId!]);
    proxy.cut();
    await waitFor('the second a third time', () => times('two').length === 3);
    reader.link.acknowledge(reader.link.connection, [times('two')[2]!.messageId!]);
    await publish(reader.link, 'sync', '', 1);
    proxy.cut();
    await waitFor('back again', () => reader.link.connection === 4 && reader.link.connected);
    await publish(sender.link, 'a/3', 'three', 1);
    await waitFor('the third', () => times('three').length === 1);
    assert.deepEqual([times('one').length, times('two').length], [1, 3]);
  } finally {
    await Promise.all([sender.link.stop(), reader.link.stop()]);
    await proxy.close();
    await broker.dispose();
  }
});

test('FS-402: subscribing again brings each retained copy again, flagged as retained', async () => {
  const broker = await startMosquitto();
  const { link, connected, messages } = open(broker.url);
  try {
    await connected();
    for (let i = 0; i < 5; i += 1) await publish(link, `r/${i}`, 'x', 1, true);
    assert.deepEqual(await subscribe(link, 'r/#', 0), { ok: true, codes: [{ topic: 'r/#', code: 0 }] });
    await waitFor('5 copies', () => messages.length === 5);
    await subscribe(link, 'r/#', 0);
    await waitFor('10 copies', () => messages.length === 10);
    assert.ok(messages.every((message) => message.retain));
  } finally {
    await link.stop();
    await broker.dispose();
  }
});

test('FS-403: a link that swallows everything is called lost by keepalive, and comes back', async () => {
  const broker = await startMosquitto();
  const proxy = await startTcpProxy(broker.port);
  const probe = open(`mqtt://127.0.0.1:${proxy.port}`, { keepaliveS: 1 });
  try {
    await probe.connected();
    proxy.blackhole(true);
    await probe.problem('keepalive_lost');
    proxy.blackhole(false);
    await probe.connected();
  } finally {
    await probe.link.stop();
    await proxy.close();
    await broker.dispose();
  }
});

test('FS-404: a reader that paused keeps its connection over keepalives and loses nothing', async () => {
  const broker = await startMosquitto();
  let open1 = false;
  const got: string[] = [];
  const sender = open(broker.url);
  const reader = open(broker.url, { keepaliveS: 2 }, (message) => {
    got.push(message.payload.toString());
    return open1;
  });
  try {
    await Promise.all([sender.connected(), reader.connected()]);
    await subscribe(reader.link, 'p/#', 0);
    for (let i = 0; i < 200; i += 1) sender.link.publish('p/x', String(i), { qos: 0, retain: false });
    await waitFor('the first', () => got.length === 1);
    const pausedAtMs = performance.now();
    // A broker lets go after one and a half.
    await waitFor('two keepalives', () => performance.now() - pausedAtMs > 4_000);
    assert.equal(got.length, 1);
    open1 = true;
    reader.link.resume();
    await waitFor('all', () => got.length === 200);
    assert.deepEqual(got, Array.from({ length: 200 }, (_, i) => String(i)));
    assert.equal(reader.states.filter((s) => s.state === 'waiting').length, 0);
  } finally {
    await Promise.all([sender.link.stop(), reader.link.stop()]);
    await broker.dispose();
  }
});

test('FS-405: a broker that refuses MQTT 5 is spoken to in 3.1.1', async () => {
  const broker = await startMosquitto();
  const gate = (answer: Buffer) => (first: Buffer): Buffer | undefined => (first[0] === 0x10 && first[8] === 5 ? answer : undefined);
  for (const answer of [Buffer.from([0x20, 2, 0, 1]), Buffer.alloc(0)]) {
    const proxy = await startTcpProxy(broker.port, gate(answer));
    const probe = open(`mqtt://127.0.0.1:${proxy.port}`);
    const state = await probe.connected();
    assert.equal(state.state === 'connected' && state.protocol, 4);
    await probe.link.stop();
    await proxy.close();
  }
  await broker.dispose();
});

test('FS-406: the failure of a link is named by its cause', async () => {
  const authority = createAuthority();
  const stranger = createAuthority('Stranger');
  const server = authority.issue('hub.example');
  const expired = authority.issue('hub.example', { days: -1 });
  const tls = { ca: authority.caPath, cert: server.certPath, key: server.keyPath };
  const brokers = await Promise.all([
    startMosquitto({ tls }),
    startMosquitto({ tls: { ...tls, requireCertificate: true } }),
    startMosquitto({ tls: { ca: authority.caPath, cert: expired.certPath, key: expired.keyPath } }),
    startMosquitto({ passwords: '' }),
  ]);
  const [plain, mutual, ended, login] = brokers;
  const notTls = await startTcpProxy(login.port, () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const own = authority.issue('console');
  const foreign = stranger.issue('console');
  const once = { backoff: { baseMs: 5_000, maxMs: 5_000 } };
  const failures: readonly (readonly [string, Partial<MqttLinkOptions>, string])[] = [
    [plain.url, {}, 'tls_untrusted'],
    [plain.url, { ca: stranger.ca }, 'tls_untrusted'],
    [ended.url, { ca: authority.ca }, 'tls_expired'],
    [mutual.url, { ca: authority.ca }, 'tls_client_refused'],
    [mutual.url, { ca: authority.ca, cert: foreign.cert, key: foreign.key }, 'tls_client_refused'],
    [login.url, { user: 'ana', password: 'wrong' }, 'not_authorised'],
    [`mqtts://127.0.0.1:${notTls.port}`, {}, 'tls_other'],
    ['mqtt://127.0.0.1:1', {}, 'tcp_refused'],
    ['mqtt://hub.invalid', {}, 'name_not_found'],
  ];
  try {
    for (const [url, options, code] of failures) {
      const probe = open(url, { ...once, ...options });
      try {
        await probe.problem(code);
      } finally {
        await probe.link.stop();
      }
    }
    const good = open(mutual.url, { ca: authority.ca, cert: own.cert, key: own.key });
    await good.connected();
    await good.link.stop();
  } finally {
    await notTls.close();
    await Promise.all(brokers.map((broker) => broker.dispose()));
    authority.dispose();
    stranger.dispose();
  }
});

test('FS-407: MQTT over WebSocket carries the same', async () => {
  const broker = await startMosquitto({ websockets: true });
  const probe = open(`ws://127.0.0.1:${broker.wsPort}/mqtt`);
  try {
    await probe.connected();
    await subscribe(probe.link, 'w', 0);
    await publish(probe.link, 'w', 'over websocket', 1);
    await waitFor('the message', () => probe.messages.length === 1);
  } finally {
    await probe.link.stop();
    await broker.dispose();
  }
});

test('FS-408: a publish is answered: ok, refused with the reason code, or lost with the link', async () => {
  const broker = await startMosquitto({ acl: 'topic read fleet/#\ntopic readwrite free/#\n' });
  const proxy = await startTcpProxy(broker.port);
  const probe = open(`mqtt://127.0.0.1:${proxy.port}`);
  try {
    await probe.connected();
    assert.deepEqual(await publish(probe.link, 'free/x', '', 1), { outcome: 'ok' });
    assert.deepEqual(await publish(probe.link, 'fleet/x', '', 1), { outcome: 'refused', code: 135 });
    proxy.blackhole(true);
    const answer = publish(probe.link, 'free/x', '', 1);
    proxy.cut();
    assert.deepEqual(await answer, { outcome: 'lost' });
  } finally {
    await probe.link.stop();
    await proxy.close();
    await broker.dispose();
  }
});
