import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bridgeStateTopic, siteTopic } from '../../fleet/topics.ts';
import { silentLog } from '../../platform/log.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import type { Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import type { TcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { siteId } from '../testing/sites.ts';
import { startSimulation } from './run-command.ts';
import type { Simulation } from './simulation.ts';
import { connectClient } from './testing/mqtt-client.ts';
import type { TestClient } from './testing/mqtt-client.ts';

/** A site has one bridge to each hub: both get everything, and the loss of one is no matter to the other (contract §8). */

const site = siteId('BL-WH-N');
const ALERT = siteTopic(site, 'event/alert');

let hubs: readonly Mosquitto[] = [];
let line: TcpProxy;
let consoles: TestClient[] = [];
let simulation: Simulation;

const watch = async ({ url }: Mosquitto): Promise<TestClient> => {
  const client = await connectClient(url);
  await client.subscribe({ 'fleet/v1/#': { qos: 1 }, '$SYS/broker/connection/+/state': { qos: 0 } });
  return client;
};

before(async () => {
  hubs = [await startMosquitto(), await startMosquitto()];
  consoles = await Promise.all(hubs.map(watch));
  line = await startTcpProxy(hubs[0]?.port ?? 0);
  const options = { sites: 1, hubs: [`mqtt://127.0.0.1:${line.port}`, hubs[1]?.url ?? ''], seed: 1, clock: { speed: 60, baseMs: Date.now() }, story: false, steps: [] };
  simulation = startSimulation(options, {}, silentLog());
});
after(async () => {
  await simulation.stop();
  await Promise.all(consoles.map((client) => client.end()));
  await line.close();
  await Promise.all(hubs.map((hub) => hub.dispose()));
});

test('both hubs get the same messages, byte for byte, and a bridge state each', async () => {
  const healths = await Promise.all(consoles.map((client) => client.hear(siteTopic(site, 'state/health'), (payload) => payload.includes('"state":"up"'))));
  assert.equal(healths[0]?.payload, healths[1]?.payload);
  for (const client of consoles) assert.equal((await client.hear(bridgeStateTopic(site))).payload, '1');
});

test('while one hub is gone the other hears the alert; back again, the first gets the same event', async () => {
  const [first, second] = hubs;
  assert.ok(first && second);
  // The console is back before the bridge, which tells at once what it kept.
  line.refuse('reset');
  await first.kill();
  simulation.act(site, 'safe_mode', 'begin', 0);
  const told = await consoles[1]?.hear(ALERT);
  await first.start();
  await consoles[0]?.end();
  consoles = [await watch(first), ...consoles.slice(1)];
  line.refuse(false);
  const late = await consoles[0]?.hear(ALERT);
  assert.equal(late?.payload, told?.payload);
});
