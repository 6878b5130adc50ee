import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, test } from 'node:test';
import { createAuthority } from '../../../platform/certificates.test-support.ts';
import { freePort } from '../../../platform/free-port.test-support.ts';
import { startFrigateServer, viewer } from '../../testing/frigate/frigate-server.ts';
import type { FrigateServer, FrigateServerOptions } from '../../testing/frigate/frigate-server.ts';
import { createTruth } from '../../testing/frigate/frigate-truth.ts';
import type { HttpFault } from './http-answer.ts';
import { createFrigateHttp } from './http-client.ts';
import type { FrigateHttpOptions } from './http-client.ts';

const authority = createAuthority();
const stranger = createAuthority('Another authority');
const servers: FrigateServer[] = [];
after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  authority.dispose();
  stranger.dispose();
});

const serve = async (options: FrigateServerOptions = {}): Promise<FrigateServer> => {
  const server = await startFrigateServer(createTruth('0.17', ['door'], Date.now() / 1_000), options);
  servers.push(server);
  return server;
};

const PASSWORD = 'correct-horse-battery';
const user = { name: 'fleet', password: () => PASSWORD };

const clientOf = (url: string, more: Partial<FrigateHttpOptions> & { readonly ca?: string; readonly sha256?: string } = {}) => {
  const { ca, sha256, ...rest } = more;
  return createFrigateHttp({
    target: { url: new URL(url), ...(ca === undefined ? {} : { ca }), ...(sha256 === undefined ? {} : { sha256 }) },
    nowMs: () => performance.now(),
    ...rest,
  });
};

test('FS-906: 401, 403, 404, 500, 502, slow, half, huge and silent answers are told apart as values, and counted', async () => {
  const server = await serve();
  const http = clientOf(server.url, { limitMs: 3_000 });
  assert.ok((await http.get('/api/version')).ok);
  const faults: (HttpFault | 'ok')[] = [];
  for (const fault of [401, 403, 404, 429, 500, 502, 503, 'slow', 'half', 'huge'] as const) {
    server.fault = fault;
    const answer = await http.get('/api/version', 1_000);
    faults.push(answer.ok ? 'ok' : answer.fault);
  }
  assert.deepEqual(faults, ['login', 'forbidden', 'missing', 'login_limited', 'status', 'gateway', 'gateway', 'slow', 'half', 'huge']);
  assert.equal(http.faults.get('gateway'), 2);
  const nobody = await clientOf(`http://127.0.0.1:${await freePort()}`).get('/api/version');
  assert.deepEqual(nobody, { ok: false, fault: 'unreachable' });
});

test('a port that speaks no TLS is a fault too', async () => {
  const plain = await serve();
  const https = plain.url.replace('http:', 'https:');
  const answer = await clientOf(https, { limitMs: 1_000 }).get('/api/version');
  assert.ok(!answer.ok && ['unreachable', 'slow'].includes(answer.fault));
});

test('FS-907: only the certificate that the settings pin is spoken to: no byte is sent to another', async () => {
  const own = authority.issue('frigate');
  const server = await serve({ tls: own, users: viewer() });
  const sha256 = new X509Certificate(own.cert).fingerprint256;
  const login = { user };
  const asks = [
    clientOf(server.url, { ...login, ca: authority.ca }),
    clientOf(server.url, { ...login, sha256 }),
    clientOf(server.url, { ...login, sha256: sha256.replaceAll(':', '').toLowerCase() }),
    // A self-signed one is its own authority, whatever its name says.
    clientOf(server.url, { ...login, ca: own.cert }),
  ];
  for (const http of asks) assert.ok((await http.get('/api/version')).ok);
  const before = new Map(server.asked);
  for (const wrong of [{}, { ca: stranger.ca }, { sha256: '00'.repeat(32) }, { ca: authority.ca, sha256: '00'.repeat(32) }]) {
    assert.deepEqual(await clientOf(server.url, { ...login, ...wrong }).get('/api/version'), { ok: false, fault: 'certificate' });
  }
  assert.deepEqual(server.asked, before);
  const elsewhere = await serve({ tls: authority.issue('frigate', { san: 'DNS:elsewhere.test' }) });
  assert.deepEqual(await clientOf(elsewhere.url, { ca: authority.ca }).get('/api/version'), { ok: false, fault: 'certificate' });
});

test('FS-908: one log-in serves many requests; the cookie is renewed at half of its life and after a 401', async () => {
  const users = viewer(1_000);
  let nowMs = 0;
  const server = await serve({ users, nowS: () => 1_780_000_000 + nowMs / 1_000 });
  const http = clientOf(server.url, { user, nowMs: () => nowMs });
  const all = await Promise.all(Array.from({ length: 8 }, () => http.get('/api/version')));
  assert.ok(all.every(({ ok }) => ok));
  assert.equal(users.logins, 1);
  nowMs = 499_000;
  assert.ok((await http.get('/api/version')).ok);
  assert.equal(users.logins, 1);
  nowMs = 501_000;
  assert.ok((await http.get('/api/version')).ok);
  assert.equal(users.logins, 2);
  users.sessions.clear();
  assert.ok((await http.get('/api/version')).ok);
  assert.equal(users.logins, 3);
  assert.equal(http.faults.size, 0);
});

test('FS-909: a refused log-in is not repeated at once, since Frigate locks out who asks too often', async () => {
  const users = viewer();
  let nowMs = 0;
  let password: string | undefined = 'wrong';
  const server = await serve({ users });
  const http = clientOf(server.url, { user: { name: 'fleet', password: () => password }, nowMs: () => nowMs });
  for (let turn = 0; turn < 5; turn += 1) assert.deepEqual(await http.get('/api/version'), { ok: false, fault: 'login' });
  assert.equal(users.logins, 1);
  nowMs = 61_000;
  assert.deepEqual(await http.get('/api/version'), { ok: false, fault: 'login' });
  assert.equal(users.logins, 2);
  // Another password in the file is tried at once.
  password = PASSWORD;
  assert.ok((await http.get('/api/version')).ok);
  assert.equal(users.logins, 3);
  password = undefined;
  assert.deepEqual(await clientOf(server.url, { user: { name: 'fleet', password: () => password } }).get('/api/version'), { ok: false, fault: 'settings' });
});

test('an authority that is no certificate trusts nobody', async () => {
  const server = await serve({ tls: authority.issue('frigate') });
  const garbage = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const answers = await Promise.all([garbage, 'no certificate'].map((ca) => clientOf(server.url, { ca }).get('/api/version')));
  assert.deepEqual(answers.map((answer) => (answer.ok ? 'ok' : answer.fault)), ['certificate', 'certificate']);
});

test('no fault holds password or cookie', async () => {
  const server = await serve({ users: viewer() });
  const http = clientOf(server.url, { user: { name: 'fleet', password: () => 'hunter2' } });
  const answer = await http.get('/api/version');
  assert.ok(!/hunter2|token|fleet/.test(JSON.stringify([answer, [...http.faults]])));
});
