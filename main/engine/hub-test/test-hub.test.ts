import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HubTest } from '../../../fleet/model/hub-test.ts';
import { createAuthority } from '../../../platform/certificates.test-support.ts';
import { dynamicSecurityLines } from '../../../platform/dynamic-security.test-support.ts';
import { freePort } from '../../../platform/free-port.test-support.ts';
import { startMosquitto } from '../../../platform/mosquitto.test-support.ts';
import { startHttpProxy } from '../../../platform/http-proxy.test-support.ts';
import { testHub } from './test-hub.ts';

const VIEWER = {
  ...{ user: 'viewer', password: 'two', deniedReads: ['fleet/v1/+/event/#'] },
  deniedWrites: ['fleet/v1/_desk/#', 'fleet/v1/+/cmd/req', 'fleet/v1/+/hint/git'],
};

const hub = (url: string, more: object = {}) => ({ id: 'hub-1', name: 'Hub', url, ...more });
const failed = ({ lines }: HubTest) => lines.filter(({ result }) => result === 'failed');

test('A connection test names the rights that a hub refuses, and the login where it ends', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-hub-test-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const lines = dynamicSecurityLines(dir, [{ user: 'operator', password: 'one' }, VIEWER]);
  const broker = await startMosquitto({ extra: lines.join('\n') });
  t.after(() => broker.dispose());
  const good = await testHub(hub(broker.url, { user: 'operator', password: 'one' }));
  assert.equal(good.ok, true, JSON.stringify(good));
  assert.equal(good.protocol, 5);
  assert.deepEqual([...new Set(good.lines.map(({ step }) => step))], ['address', 'name', 'tcp', 'login', 'subscribe', 'write']);
  assert.deepEqual(good.advice, []);

  const viewer = await testHub(hub(broker.url, { user: 'viewer', password: 'two' }));
  assert.deepEqual(
    failed(viewer).filter(({ step }) => step === 'write').map(({ topic, code }) => [topic, code]),
    [['fleet/v1/_desk/#', 135], ['fleet/v1/+/cmd/req', 135], ['fleet/v1/+/hint/git', 135]],
  );
  assert.ok(failed(viewer).some(({ step, topic }) => step === 'subscribe' && topic === 'fleet/v1/+/event/#'));
  assert.deepEqual(viewer.advice, ['ask_read_rights', 'ask_write_rights']);

  const wrong = await testHub(hub(broker.url, { user: 'operator', password: 'bad-secret' }));
  assert.equal(wrong.lines.at(-1)?.step, 'login');
  assert.equal(wrong.lines.at(-1)?.problem, 'not_authorised');
  assert.deepEqual(wrong.advice, ['check_login']);
  assert.ok(!JSON.stringify(wrong).includes('bad-secret'));
});

test('A connection test tells no address, an unknown name and a closed port apart', async () => {
  const none = await testHub(hub('hub.example'));
  assert.deepEqual(none.lines, [{ step: 'address', result: 'failed' }]);
  const name = await testHub(hub('mqtts://hub.invalid:8883'));
  assert.equal(name.lines.at(-1)?.step, 'name');
  assert.deepEqual(name.advice, ['check_name']);
  const closed = await testHub(hub(`mqtts://127.0.0.1:${await freePort()}`));
  assert.deepEqual([closed.lines.at(-1)?.step, closed.lines.at(-1)?.problem], ['tcp', 'tcp_refused']);
  assert.deepEqual(closed.advice, ['check_port', 'try_wss', 'try_proxy']);
});

test('FS-732: where 443 answers and the port asked for does not, the advice says so', async (t) => {
  // An address of this machine that nothing else listens at.
  const web = createServer((socket) => socket.destroy()).listen(443, '127.83.7.19');
  await once(web, 'listening');
  t.after(() => web.close());
  const closed = await testHub(hub(`mqtts://127.83.7.19:${await freePort()}`));
  assert.deepEqual(closed.advice, ['check_port', 'port_443_answers', 'try_proxy']);
});

test('FS-732: a connection test goes through the proxy and tells the proxy\'s refusals from the hub\'s', async (t) => {
  const authority = createAuthority();
  const server = authority.issue('hub');
  const broker = await startMosquitto({ tls: { ca: authority.caPath, cert: server.certPath, key: server.keyPath } });
  const proxy = await startHttpProxy({ login: 'desk:secret', ports: [broker.port] });
  t.after(() => Promise.all([proxy.close(), broker.dispose()]).finally(() => authority.dispose()));
  const through = { url: proxy.url, user: 'desk', password: 'secret' };
  const good = await testHub(hub(broker.url, { ca: authority.ca, proxy: through }));
  assert.equal(good.ok, true, JSON.stringify(good));
  assert.deepEqual(good.lines.slice(0, 4).map(({ step }) => step), ['address', 'proxy', 'tls', 'login']);
  assert.ok(proxy.opened.length > 0 && proxy.opened.every((place) => place === `127.0.0.1:${broker.port}`));
  const wrong = await testHub(hub(broker.url, { ca: authority.ca, proxy: { ...through, password: 'bad-secret' } }));
  assert.deepEqual([wrong.lines.at(-1)?.step, wrong.lines.at(-1)?.problem], ['proxy', 'proxy_login']);
  assert.deepEqual(wrong.advice, ['check_proxy_login']);
  assert.ok(!JSON.stringify(wrong).includes('bad-secret'));
  const blocked = await testHub(hub('mqtts://hub.example:8883', { proxy: through }));
  assert.deepEqual([blocked.lines.at(-1)?.problem, blocked.advice], ['proxy_refused', ['ask_proxy', 'try_wss']]);
  const none = await testHub(hub(broker.url, { proxy: { url: `http://127.0.0.1:${await freePort()}` } }));
  assert.deepEqual([none.lines.at(-1)?.problem, none.advice], ['proxy_unreachable', ['check_proxy']]);
});

test('A connection test says which side of TLS refuses, and why', async (t) => {
  const authority = createAuthority();
  t.after(() => authority.dispose());
  const server = authority.issue('hub');
  const tls = { ca: authority.caPath, cert: server.certPath, key: server.keyPath, requireCertificate: true };
  const broker = await startMosquitto({ tls });
  t.after(() => broker.dispose());
  const stranger = (await testHub(hub(broker.url))).lines.at(-1);
  assert.deepEqual([stranger?.step, stranger?.side, stranger?.problem], ['tls', 'hub', 'tls_untrusted']);
  const bare = await testHub(hub(broker.url, { ca: authority.ca }));
  assert.deepEqual(failed(bare).map(({ step, side, problem }) => [step, side, problem]), [['tls', 'console', 'tls_client_refused']]);
  assert.deepEqual(bare.advice, ['give_client_certificate']);
  const client = authority.issue('console');
  const known = await testHub(hub(broker.url, { ca: authority.ca, cert: client.cert, key: client.key }));
  assert.equal(known.ok, true, JSON.stringify(known));
});
