import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HUB_HEALTH_SUBSCRIPTIONS } from '../../fleet/hub-health.ts';
import type { EngineDiagnostics } from '../../fleet/engine-diagnostics.ts';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { dynamicSecurityLines } from '../../platform/dynamic-security.test-support.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub, type TestWindow } from './engine.test-support.ts';
import { connectPublisher, TestSite } from './site-speaker.test-support.ts';

const ask = async (window: TestWindow): Promise<EngineDiagnostics> => {
  const answer = await window.ask({ name: 'diagnostics' });
  assert.equal(answer.type, 'reply');
  return (answer as { value: EngineDiagnostics }).value;
};

const hubOf = async (window: TestWindow, id: string) => (await ask(window)).hubs.find((hub) => hub.id === id);

test('Diagnostics count per hub what came, and the rows and bytes of the database', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const { window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  t.after(stop);
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  const { hubs, database, versions } = await ask(window);
  assert.deepEqual(hubs.map(({ id }) => id), ['hub-1']);
  assert.equal(hubs[0]?.behind, undefined);
  assert.ok(database.bytes > 0);
  assert.deepEqual(database.rows.map(({ table }) => table), ['site', 'document', 'alert', 'desk', 'history', 'flood_spool']);
  assert.match(versions.sqlite, /^3\./);
});

test('FS-736: a hub that lets it tells its own health; latency, certificate and clock come from the link; none of it is fleet data', async (t) => {
  const authority = createAuthority();
  t.after(() => authority.dispose());
  const server = authority.issue('hub.example');
  const broker = await startMosquitto({ tls: { ca: authority.caPath, cert: server.certPath, key: server.keyPath }, extra: 'sys_interval 1' });
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const { window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url, 'hub-1', { ca: authority.ca })]));
  t.after(stop);
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  const hub = await waitFor('its health', async () => {
    const found = await hubOf(window, 'hub-1');
    return found?.health.clientsConnected === 1 && found.health.version !== undefined ? found : undefined;
  });
  assert.equal(hub.healthAnswer, 'granted');
  assert.match(hub.health.version ?? '', /^mosquitto version/);
  assert.equal(hub.health.messagesDropped, 0);
  assert.ok(hub.latencyMs !== undefined && hub.latencyMs > 0);
  assert.equal(hub.certificate?.subject, 'hub.example');
  assert.equal(hub.received, 0);
  assert.deepEqual(window.tables.counters, {});
});

test('FS-737: a hub that refuses its own health, or speaks 3.1.1, gives everything else', async (t) => {
  const rights = temporaryDir();
  t.after(() => rights.remove());
  const denied = [{ user: 'ana', password: 'pw', deniedReads: HUB_HEALTH_SUBSCRIPTIONS.map(({ topic }) => topic) }];
  const refusing = await startMosquitto({ extra: dynamicSecurityLines(rights.path, denied).join('\n') });
  t.after(() => refusing.dispose());
  const plain = await startMosquitto();
  t.after(() => plain.dispose());
  const old = await startTcpProxy(plain.port, (first) => (first[0] === 0x10 && first[8] === 5 ? Buffer.from([0x20, 2, 0, 1]) : undefined));
  t.after(() => old.close());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const hubs = [testHub(refusing.url, 'refusing', { user: 'ana', password: 'pw' }), testHub(`mqtt://127.0.0.1:${old.port}`, 'old')];
  const { window, stop } = runEngine(testConfig(dir.path, hubs));
  t.after(stop);
  await window.until('both', (tables) => tables.hubs['refusing']?.state === 'connected' && tables.hubs['old']?.state === 'connected');
  const publisher = await connectPublisher(plain.url);
  t.after(() => publisher.close());
  const site = new TestSite('BL-LAB-1');
  await publisher.send(site.health());
  await publisher.send(site.health());
  await window.until('the site', ({ sites }) => sites['BL-LAB-1'] !== undefined);
  const found = (await ask(window)).hubs;
  assert.deepEqual(found.map(({ id, healthAnswer }) => [id, healthAnswer]), [['refusing', 'refused'], ['old', 'not_asked']]);
  assert.deepEqual(window.tables.hubs['refusing']?.refused, []);
  assert.equal(window.tables.hubs['refusing']?.problem, undefined);
  assert.ok(found.every(({ health, latencyMs, behind }) => Object.keys(health).length === 0 && latencyMs !== undefined && behind?.n === 0));
  assert.equal(found[1]?.clock?.sites, 1);
  assert.ok(Math.abs(found[1]?.clock?.offsetMs ?? Infinity) < 60_000);
});
