import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub, type TestWindow } from './engine.test-support.ts';
import { connectPublisher, TestSite } from './site-speaker.test-support.ts';

const connected = (window: TestWindow, n = 1): Promise<boolean> =>
  window.until('connected', ({ hubs }) => Object.values(hubs).filter((hub) => hub.state === 'connected').length === n);

test('FS-420: what a hub retains is the picture, and it is live once it was folded', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  const site = new TestSite('BL-LAB-1');
  await publisher.send(site.health(), site.state('site', { name: 'Lab', lat: 40.4, lon: -3.7 }));
  const { window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  t.after(stop);
  await window.until('the site by name', ({ sites }) => sites['BL-LAB-1']?.name === 'Lab');
  await waitFor('live', () => window.live);
  // In the first frame that says "live" the retained document is there, or it came before.
  const pictures = window.frames.filter((frame) => frame.type === 'snapshot' || frame.type === 'frame');
  const firstLive = pictures.findIndex((frame) => frame.live);
  const told = pictures.slice(0, firstLive + 1).some((frame) => frame.type === 'frame' && frame.delta.sites?.added['BL-LAB-1'] !== undefined);
  assert.deepEqual([pictures[0]?.live, told], [false, true]);
  await publisher.send(site.alert(1));
  await window.until('the alert', ({ alerts }) => Object.keys(alerts).length === 1);
  const answer = await window.ask({ name: 'site-documents', site: 'BL-LAB-1' as never });
  assert.deepEqual(answer.type === 'reply' && Object.keys(answer.value as object).sort((a, b) => a.localeCompare(b)), ['state/health', 'state/site']);
});

test('FS-421: after a restart without any hub the last picture is there with its age, and it is not live', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  const site = new TestSite('BL-LAB-1');
  const before = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  t.after(() => before.stop());
  const beforeTs = Date.now();
  await connected(before.window);
  await publisher.send(site.state('site', { name: 'Lab' }), site.health(), site.alert(1));
  await before.window.until('site and alert', ({ sites, alerts }) => sites['BL-LAB-1']?.name === 'Lab' && Object.keys(alerts).length === 1);
  await before.stop();
  await broker.kill();
  const after = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  t.after(() => after.stop());
  await waitFor('the snapshot', () => after.window.frames.length > 0);
  assert.equal(after.window.tables.sites['BL-LAB-1']?.name, 'Lab');
  assert.equal(Object.keys(after.window.tables.alerts).length, 1);
  assert.equal(after.window.live, false);
  assert.ok(after.window.pictureTs! >= beforeTs && after.window.pictureTs! <= Date.now());
  await after.window.until('the hub problem', ({ hubs }) => hubs['hub-1']?.problem?.code === 'tcp_refused');
  assert.equal(after.window.live, false);
});

test('FS-422: after a reconnect every retained document comes again, also when the hub still has the session', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const proxy = await startTcpProxy(broker.port);
  t.after(() => proxy.close());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  const sites = Array.from({ length: 20 }, (_, n) => new TestSite(`BL-LAB-${n}`));
  await publisher.send(...sites.map((site) => site.health()));
  const { engine, window, stop } = runEngine(testConfig(dir.path, [testHub(`mqtt://127.0.0.1:${proxy.port}`)]));
  t.after(stop);
  await waitFor('20 copies', () => engine.hubs[0]!.received === 20);
  await connected(window);
  proxy.cut();
  await waitFor('20 copies more', () => engine.hubs[0]!.received === 40);
  await connected(window);
  assert.equal(Object.keys(window.tables.sites).length, 20);
});

test('FS-423: a hub killed and restarted without its store leaves the picture whole and life goes on', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const site = new TestSite('BL-LAB-1');
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await publisher.send(site.health(), site.state('site', { name: 'Lab' }));
  const { window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  t.after(stop);
  await window.until('the site', ({ sites }) => sites['BL-LAB-1']?.name === 'Lab');
  await broker.kill();
  await window.until('the loss', ({ hubs }) => hubs['hub-1']?.state !== 'connected');
  assert.equal(window.tables.sites['BL-LAB-1']?.name, 'Lab');
  await broker.start();
  await connected(window);
  await publisher.send(site.health('ok', { cpu_pct: 42 }));
  await window.until('new health', ({ sites }) => sites['BL-LAB-1']?.cpuPct === 42 && sites['BL-LAB-1'].link === 'up');
  assert.equal(window.tables.sites['BL-LAB-1']?.name, 'Lab');
});

test('FS-424: two hubs fed by the same site, one killed: no gap and no double', async (t) => {
  const brokers = [await startMosquitto(), await startMosquitto()] as const;
  t.after(() => Promise.all(brokers.map((broker) => broker.dispose())));
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publishers = [await connectPublisher(brokers[0].url), await connectPublisher(brokers[1].url)] as const;
  t.after(() => Promise.all(publishers.map((publisher) => publisher.close())));
  const site = new TestSite('BL-LAB-1');
  const { window, stop } = runEngine(testConfig(dir.path, brokers.map((broker, n) => testHub(broker.url, `hub-${n + 1}`))));
  t.after(stop);
  await connected(window, 2);
  for (let n = 0; n < 40; n += 1) {
    const documents = [site.alert(n), site.health('ok', { cpu_pct: n })];
    await publishers[1].send(...documents);
    if (n < 20) await publishers[0].send(...documents);
    if (n === 19) await window.until('both copies', ({ counters }) => counters['duplicate_event:BL-LAB-1']?.n === 20);
    if (n === 19) await brokers[0].kill();
  }
  await window.until('all alerts', ({ alerts }) => Object.keys(alerts).length === 40);
  await window.until('the last health', ({ sites }) => sites['BL-LAB-1']?.cpuPct === 39);
  assert.equal(window.tables.sites['BL-LAB-1']?.openAlerts.warning, 40);
  assert.equal(window.tables.counters['duplicate_event:BL-LAB-1']?.n, 20);
  assert.deepEqual(window.tables.sites['BL-LAB-1']?.badges, []);
});

test('FS-425: sleep restarts every subscription, so that what was missed comes again', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await publisher.send(new TestSite('BL-LAB-1').health());
  // An hour passes on the wall while the monotonic clock stands still: what suspend looks like.
  let sleptMs = 0;
  const clockSources = { wallMs: () => Date.now() + sleptMs, monoMs: () => performance.now() };
  const { engine, window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]), { clockSources });
  t.after(stop);
  await connected(window);
  await waitFor('the copy', () => engine.hubs[0]!.received === 1);
  await waitFor('live', () => window.live);
  await waitFor('a tick', () => window.frames.length > 4);
  sleptMs = 3_600_000;
  engine.resumed();
  await waitFor('the copy again', () => engine.hubs[0]!.received === 2);
  assert.equal(window.tables.hubs['hub-1']?.state, 'connected');
});

test('FS-426: an inbox that is full stops the hubs\' sockets and goes on later: nothing is lost, nothing is dropped', async (t) => {
  const brokers = [await startMosquitto(), await startMosquitto()] as const;
  t.after(() => Promise.all(brokers.map((broker) => broker.dispose())));
  const dir = temporaryDir();
  t.after(() => dir.remove());
  for (const [index, broker] of brokers.entries()) {
    const publisher = await connectPublisher(broker.url);
    t.after(() => publisher.close());
    await publisher.send(...Array.from({ length: 1_000 }, (_, n) => new TestSite(`BL-HUB${index}-${n}`).health()));
  }
  const inboxLimits = { coalesceAbove: 10_000, maxEntries: 20, maxBytes: 1_000_000 };
  const hubs = brokers.map((broker, n) => testHub(broker.url, `hub-${n + 1}`));
  const { engine, window, stop } = runEngine(testConfig(dir.path, hubs), { inboxLimits });
  t.after(stop);
  await window.until('every site', ({ sites }) => Object.keys(sites).length === 2_000);
  assert.deepEqual(engine.hubs.map((hub) => hub.received), [1_000, 1_000]);
  assert.equal(window.tables.counters['inbox_coalesced'], undefined);
});
