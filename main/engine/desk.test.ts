import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import mqtt from 'mqtt';
import { foldOperations, refusedOf } from '../../fleet/desk/fold-operations.ts';
import { deskPayload } from '../../fleet/desk/sync.ts';
import { parseSiteId } from '../../fleet/ids.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { deskTopic } from '../../fleet/topics.ts';
import type { DeskAlert } from '../../fleet/wire/desk-alert.ts';
import { startMosquitto, type Mosquitto, type MosquittoOptions } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { openDeskConsole, type DeskConsole } from './desk-console.test-support.ts';

const SITE = parseSiteId('BL-LAB-1') as SiteId;
const TOPIC = deskTopic('desk/alert', SITE, 'A1');

const brokerFor = async (t: TestContext, options: MosquittoOptions = {}): Promise<Mosquitto> => {
  const broker = await startMosquitto(options);
  t.after(() => broker.dispose());
  return broker;
};

const consoleFor = (t: TestContext, ...args: Parameters<typeof openDeskConsole>): DeskConsole => {
  const console = openDeskConsole(...args);
  t.after(() => console.stop());
  return console;
};

/** What a broker retains on the topic, by a fresh MQTT 5 client; `expiryS` as it is handed on. */
const retainedAt = async ({ url }: Mosquitto): Promise<{ payload: string; expiryS: number | undefined } | undefined> => {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 });
  try {
    let found: { payload: string; expiryS: number | undefined } | undefined;
    client.on('message', (_topic, payload, packet) => {
      found = { payload: payload.toString(), expiryS: packet.properties?.messageExpiryInterval };
    });
    await client.subscribeAsync(TOPIC, { qos: 0 });
    // Retained copies come before the answer to a ping that was sent after the subscription.
    await client.publishAsync('test/round-trip', '', { qos: 1 });
    return found;
  } finally {
    await client.endAsync(true);
  }
};

const bytesOf = (console: DeskConsole): string | undefined => {
  const known = console.desk.sync.known(TOPIC);
  return known && deskPayload(known);
};

const operations = (bytes: string | undefined): number => Object.keys((JSON.parse(bytes ?? '{"ops":{}}') as DeskAlert).ops).length;

/** Every console and every broker holds the same bytes, with this many operations. */
const allEqual = (count: number, consoles: readonly DeskConsole[], brokers: readonly Mosquitto[]): Promise<string> =>
  waitFor(`equal bytes with ${count} operations`, async () => {
    const copies = [...consoles.map(bytesOf), ...(await Promise.all(brokers.map(retainedAt))).map((copy) => copy?.payload)];
    const [first] = copies;
    return first !== undefined && operations(first) === count && copies.every((copy) => copy === first) ? first : undefined;
  });

const isReady = (console: DeskConsole): boolean =>
  console.hubs.every((hub) => console.events.some((event) => event.type === 'desk-quiet' && event.hub === hub.id));

test('FS-510: an action reaches both brokers, retained and with its expiry, and the other console', async (t) => {
  const brokers = await Promise.all([brokerFor(t), brokerFor(t)]);
  const urls = brokers.map(({ url }) => url);
  const [ana, ben] = [consoleFor(t, 'aaaaaaaa', urls), consoleFor(t, 'bbbbbbbb', urls)];
  assert.ok((await ana.desk.act(SITE, 'A1', { kind: 'take' }, { by: 'ana' })).ok);
  await allEqual(1, [ana, ben], brokers);
  const expiryS = (await retainedAt(brokers[0] as Mosquitto))?.expiryS ?? 0;
  const { exp_ts: expTs } = ben.desk.sync.known(TOPIC) as DeskAlert;
  assert.ok(Math.abs(expTs - Date.now() - expiryS * 1_000) < 120_000);
});

test('FS-511: a broker that lost everything gets it again from whoever is connected', async (t) => {
  const brokers = await Promise.all([brokerFor(t), brokerFor(t)]);
  const [first] = brokers as [Mosquitto, Mosquitto];
  const urls = brokers.map(({ url }) => url);
  const ana = consoleFor(t, 'aaaaaaaa', urls);
  await ana.desk.act(SITE, 'A1', { kind: 'ack' }, { by: 'ana' });
  await allEqual(1, [ana], brokers);
  const ben = consoleFor(t, 'bbbbbbbb', urls);
  await allEqual(1, [ana, ben], brokers);
  await ana.stop();
  await first.kill();
  await first.start();
  await allEqual(1, [ben], brokers);
});

test('FS-512: two consoles that act at two brokers apart end with equal bytes, and the loser reads who took it', async (t) => {
  const brokers = await Promise.all([brokerFor(t), brokerFor(t)]);
  const [first, second] = brokers as [Mosquitto, Mosquitto];
  const [ana, ben] = [consoleFor(t, 'aaaaaaaa', [first.url]), consoleFor(t, 'bbbbbbbb', [second.url])];
  await ana.desk.act(SITE, 'A1', { kind: 'take' }, { by: 'ana' });
  await ben.desk.act(SITE, 'A1', { kind: 'take' }, { by: 'ben' });
  await ben.desk.act(SITE, 'A1', { kind: 'note', text: 'on my way' }, { by: 'ben' });
  await Promise.all([allEqual(1, [ana], [first]), allEqual(2, [ben], [second])]);
  const cleo = consoleFor(t, 'cccccccc', [first.url, second.url]);
  const bytes = await allEqual(3, [ana, ben, cleo], brokers);
  const folded = foldOperations(JSON.parse(bytes) as DeskAlert);
  assert.equal(folded.owner?.by, 'ben');
  assert.deepEqual(refusedOf(folded, ana.id).map(({ winner }) => winner.operation.by), ['ben']); // prettier-ignore
});

test('FS-500: an action without any hub survives the console and is shared by its next start', async (t) => {
  const broker = await brokerFor(t);
  const folder = mkdtempSync(join(tmpdir(), 'desk-profile-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const offline = openDeskConsole('aaaaaaaa', [], { folder });
  assert.ok((await offline.desk.act(SITE, 'A1', { kind: 'take' }, { by: 'ana' })).ok);
  await waitFor('the fold has it', () => offline.events.some((event) => event.type === 'message'));
  await offline.stop();
  const again = consoleFor(t, 'aaaaaaaa', [broker.url], { folder });
  assert.ok((await again.desk.act(SITE, 'A1', { kind: 'ack' }, { by: 'ana' })).ok);
  await allEqual(2, [again], [broker]);
});

test('FS-518: an action leaves the file when a hub confirmed it', async (t) => {
  const broker = await brokerFor(t);
  const folder = mkdtempSync(join(tmpdir(), 'desk-profile-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const ana = openDeskConsole('aaaaaaaa', [broker.url], { folder });
  await ana.desk.act(SITE, 'A1', { kind: 'take' }, { by: 'ana' });
  await allEqual(1, [ana], [broker]);
  await ana.stop();
  const offline = openDeskConsole('aaaaaaaa', [], { folder });
  assert.equal(offline.desk.sync.known(TOPIC), undefined);
  await offline.stop();
});

test('FS-513: a viewer publishes nothing and keeps what it did', async (t) => {
  const acl = 'topic read fleet/v1/#\ntopic read $SYS/#\ntopic readwrite test/#\n';
  const broker = await brokerFor(t, { acl });
  const ana = consoleFor(t, 'aaaaaaaa', [broker.url]);
  await waitFor('the hub says that it is read-only', () => ana.hubs[0]?.record.readOnly && isReady(ana));
  assert.ok((await ana.desk.act(SITE, 'A1', { kind: 'take' }, { by: 'ana' })).ok);
  await waitFor('the action is known here', () => operations(bytesOf(ana)) === 1);
  assert.equal(await retainedAt(broker), undefined);
});

test('FS-514: brokers drop a set at its exp_ts by themselves, and nobody brings it back', async (t) => {
  const broker = await brokerFor(t);
  const [ana, ben] = [consoleFor(t, 'aaaaaaaa', [broker.url]), consoleFor(t, 'bbbbbbbb', [broker.url])];
  await waitFor('both are ready', () => isReady(ana) && isReady(ben));
  const expTs = Date.now() + 2_000;
  ana.desk.sync.change(TOPIC, { v: 1, exp_ts: expTs, ops: { 'aaaaaaaa-1': { n: 1, kind: 'ack', by: 'ana', ts: Date.now() } } });
  await allEqual(1, [ana, ben], [broker]);
  await waitFor('the broker dropped it', async () => Date.now() > expTs && (await retainedAt(broker)) === undefined);
  await broker.kill();
  await broker.start();
  const heard = ben.events.length;
  await waitFor('ben is connected again', () => ben.events.slice(heard).some(({ type }) => type === 'desk-quiet'));
  await waitFor('ana too', () => ana.events.filter(({ type }) => type === 'desk-quiet').length === 2);
  assert.equal(await retainedAt(broker), undefined);
});

test('refusals are values and come before anything is sent', async (t) => {
  const ana = consoleFor(t, 'aaaaaaaa', []);
  const outcome = await ana.desk.act(SITE, 'A1', { kind: 'note', text: 'x'.repeat(501) }, { by: 'ana' });
  assert.deepEqual(outcome, { ok: false, code: 'note_too_long', length: 501, limit: 500 });
  const nobody = await ana.desk.act(SITE, 'A1', { kind: 'take' }, { by: '\u0000' });
  assert.ok(!nobody.ok && nobody.code === 'invalid');
  assert.equal(ana.desk.sync.known(TOPIC), undefined);
});

test('actions made at once each see the one before', async (t) => {
  const ana = consoleFor(t, 'aaaaaaaa', []);
  await Promise.all([1, 2, 3].map(() => ana.desk.act(SITE, 'A1', { kind: 'take' }, { by: 'ana' })));
  const { ops } = ana.desk.sync.known(TOPIC) as DeskAlert;
  assert.deepEqual(Object.values(ops).map(({ n }) => n), [1, 2, 3]); // prettier-ignore
  assert.deepEqual(foldOperations(ana.desk.sync.known(TOPIC) as DeskAlert).refused, []);
});
