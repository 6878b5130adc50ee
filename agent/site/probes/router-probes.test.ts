import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { createAuthority } from '../../../platform/certificates.test-support.ts';
import { startTcpProxy } from '../../../platform/tcp-proxy.test-support.ts';
import { waitFor } from '../../../platform/wait-for.test-support.ts';
import type { Observation, RouterSample } from '../observation.ts';
import type { Probe } from '../probes.ts';
import { createBridgeSockets } from './bridge-sockets.ts';
import { checkHub } from './hub-check.ts';
import { createHubRefusals } from './hub-refusals.ts';
import { routerProbes } from './router-probes.ts';
import { systemFiles } from './system-files.ts';
import { connectTrip, createUplink } from './uplink.ts';

/** Probes on trees of files, on real sockets, and on the machine that runs the test. */

let root = '';
let server: Server;
let port = 0;

before(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'fleet-probes-'));
  server = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

const tree = (name: string, files: Readonly<Record<string, string>>): string => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, name, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, name, file), text);
  }
  mkdirSync(path.join(root, name), { recursive: true });
  return path.join(root, name);
};

const local = () => ({ name: 'local', host: '127.0.0.1', port });

const probesOn = (at: string, more: Partial<Parameters<typeof routerProbes>[0]> = {}): readonly Probe[] =>
  routerProbes({ root: at, hubs: [], broker: local(), disks: ['/'], monoMs: () => 0, ...more });

const sampleOf = async (probes: readonly Probe[]): Promise<RouterSample> => {
  const [observation] = (await probes[0]?.run()) ?? [];
  assert.equal(observation?.type, 'router');
  return (observation as Extract<Observation, { type: 'router' }>).sample;
};

const GOOD = {
  'proc/stat': 'cpu  100 0 50 800 50 0 0 0 0 0\nbtime 1780000000\n',
  'proc/meminfo': 'MemTotal:  1000000 kB\nMemAvailable:  250000 kB\n',
  'sys/class/thermal/thermal_zone0/temp': '41000\n',
  'sys/class/thermal/thermal_zone1/temp': '57500\n',
  'sys/class/thermal/thermal_zone2/temp': '-274000\n',
  'sys/class/dmi/id/product_name': 'Edge Box 9\n',
  'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
  'run/systemd/timesync/synchronized': '',
};

test('a router is read from its files: the hottest zone counts, a broken sensor does not', async () => {
  const at = tree('good', GOOD);
  const probes = probesOn(at);
  const first = await sampleOf(probes);
  assert.deepEqual(
    { ...first, disks: first.disks?.length },
    {
      memPct: 75,
      osBootTs: 1_780_000_000_000,
      tempC: 57.5,
      clock: { synced: true, source: 'systemd-timesyncd' },
      hardware: { arch: process.arch, model: 'Edge Box 9', memoryMb: 977 },
      versions: { os: 'Debian GNU/Linux 12 (bookworm)' },
      disks: 1,
    },
  );
  writeFileSync(path.join(at, 'proc/stat'), 'cpu  150 0 50 840 60 0 0 0 0 0\n');
  assert.equal((await sampleOf(probes)).cpuPct, 50);
});

test('FS-941: an empty tree measures nothing: no figure is 0 because its file is missing', async () => {
  const sample = await sampleOf(probesOn(tree('empty', {}), { disks: ['/nowhere'] }));
  const { clock: _asked, ...rest } = sample;
  assert.deepEqual(rest, { hardware: { arch: process.arch }, disks: [] });
});

test('this machine itself can be read', async () => {
  const sample = await sampleOf(probesOn('/'));
  assert.ok((sample.memPct ?? -1) > 0 && (sample.disks?.[0]?.totalMb ?? 0) > 0 && (sample.osBootTs ?? 0) > 1.5e12);
});

test('the certificate is told with its dates; a file that is none is no certificate', async () => {
  const authority = createAuthority('Fleet CA');
  const own = authority.issue('BL-LAB-1', { days: 20 });
  try {
    const [, probe] = probesOn('/', { certificate: own.certPath });
    const [told] = (await probe?.run()) ?? [];
    assert.equal(told?.type, 'certificate');
    const { subject, issuer, serial = '', fingerprint, not_after_ts: until = 0 } = (told as Extract<Observation, { type: 'certificate' }>).certificate;
    assert.deepEqual([subject, issuer], ['CN=BL-LAB-1', 'CN=Fleet CA']);
    assert.match(`${serial} ${fingerprint}`, /^[0-9a-f]+ [0-9a-f]{64}$/);
    assert.equal(Math.round((until - Date.now()) / 86_400_000), 20);
    const [, wrong] = probesOn('/', { certificate: own.keyPath });
    assert.deepEqual(await wrong?.run(), []);
  } finally {
    authority.dispose();
  }
});

test('round trip and loss are those of the last ten connections', async () => {
  const uplink = createUplink({ name: 'hub', host: '127.0.0.1', port });
  const good = await uplink.measure();
  assert.ok(good.lossPct === 0 && (good.rttMs ?? -1) >= 0);
  const dead = createUplink({ name: 'hub', host: '127.0.0.1', port: 1 });
  assert.deepEqual(await dead.measure(), { lossPct: 100 });
  assert.deepEqual(await createUplink(undefined).measure(), {});
});

test('a hub that never answers is a loss after the limit', async () => {
  assert.deepEqual(await connectTrip({ name: 'hub', host: '192.0.2.1', port: 9 }, 50), { sent: 1, lost: 1 });
});

test('FS-942: a bridge is up when its connection stood at two looks; a replaced one went down in between', async () => {
  const other = { name: 'b', host: '127.0.0.1', port: 1 };
  const proxy = await startTcpProxy(port);
  const through = { name: 'c', host: '127.0.0.1', port: proxy.port };
  let bridge = connect(proxy.port, '127.0.0.1');
  bridge.on('error', () => undefined);
  const sockets = createBridgeSockets({ files: systemFiles('/'), hubs: [other, through], ownUid: -1, refusals: () => 0 });
  const up = async (): Promise<string> => ((await sockets.look()) ?? []).map(({ hub: name, connected }) => `${name}${connected ? '+' : '-'}`).join(' ');
  await new Promise((resolve) => bridge.once('connect', resolve));
  assert.equal(await up(), 'b-');
  assert.equal(await up(), 'b- c+');
  const old = bridge;
  bridge = connect(proxy.port, '127.0.0.1');
  bridge.on('error', () => undefined);
  await new Promise((resolve) => bridge.once('connect', resolve));
  old.destroy();
  await waitFor('the old connection to leave the table', async () => (await up()).includes('c-') || undefined);
  assert.equal(await up(), 'b- c+');
  bridge.destroy();
  await waitFor('the bridge to be down', async () => (await up()) === 'b- c-' || undefined);
  await proxy.close();
});

test('where the table of connections shows no hub, nothing is known', async () => {
  const sockets = createBridgeSockets({ files: systemFiles(tree('none', {})), hubs: [local()], ownUid: 0, refusals: () => 0 });
  assert.equal(await sockets.look(), undefined);
  const empty = createBridgeSockets({ files: systemFiles(tree('table', { 'proc/net/tcp': 'sl local_address\n' })), hubs: [local()], ownUid: 0, refusals: () => 0 });
  assert.equal(await empty.look(), undefined);
});

test('FS-943: a hub that can be reached while its bridge stays down refuses it; one that is away does not', async () => {
  const hub = { name: 'a', host: 'hub.example', port: 8_883 };
  let isThere = true;
  const refusals = createHubRefusals({ hubs: [hub], broker: local(), reachable: (target) => Promise.resolve(target === hub ? isThere : true) });
  const down = new Map([['a', false]]);
  for (const minute of [0, 1, 2]) await refusals.follow(down, minute * 60_000);
  assert.equal(refusals.of('a'), 3);
  isThere = false;
  await refusals.follow(down, 180_000);
  assert.equal(refusals.of('a'), 0);
  isThere = true;
  await refusals.follow(down, 240_000);
  await refusals.follow(new Map([['a', true]]), 241_000);
  assert.equal(refusals.of('a'), 0);
});

test('FS-944: the way to a hub is gone step by step; each fault names its step and its side', async () => {
  const [authority, stranger] = [createAuthority(), createAuthority('Another')];
  const [hubCert, own, foreign] = [authority.issue('hub'), authority.issue('BL-LAB-1'), stranger.issue('BL-LAB-1')];
  const hub = createTlsServer({ cert: hubCert.cert, key: hubCert.key, ca: authority.ca, requestCert: true, rejectUnauthorized: true });
  hub.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  const at = { name: 'hub', host: '127.0.0.1', port: (hub.address() as AddressInfo).port };
  const files = { ca: authority.caPath, certificate: own.certPath, key: own.keyPath };
  const faultOf = async (target: typeof at, with_: Parameters<typeof checkHub>[1]): Promise<string> => {
    const check = await checkHub(target, with_);
    return check.ok ? 'good' : check.fault;
  };
  try {
    assert.deepEqual(
      [
        await faultOf(at, files),
        await faultOf({ ...at, host: 'no-such-name.invalid' }, files),
        await faultOf({ ...at, port: 1 }, files),
        await faultOf(at, { ...files, ca: stranger.caPath }),
        await faultOf(at, { ...files, certificate: foreign.certPath, key: foreign.keyPath }),
        await faultOf(at, { ca: authority.caPath }),
        await faultOf(at, { ...files, key: foreign.keyPath }),
        await faultOf(at, { ...files, key: '/nowhere.key' }),
        await faultOf(at, {}),
      ],
      ['good', 'name', 'unreachable', 'hub_certificate', 'own_certificate', 'own_certificate', 'own_files', 'own_files', 'good'],
    );
  } finally {
    hub.close();
    authority.dispose();
    stranger.dispose();
  }
});
