import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decode } from '../../fleet/decode.ts';
import { bridgeStateTopic, siteTopic } from '../../fleet/topics.ts';
import { silentLog } from '../../platform/log.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import type { Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { siteId } from '../testing/sites.ts';
import { startSimulation } from './run-command.ts';
import type { Simulation } from './simulation.ts';
import { bridgeConfig } from './testing/bridge-config.ts';
import { connectClient } from './testing/mqtt-client.ts';
import type { TestClient } from './testing/mqtt-client.ts';

/** One simulated site on a real mosquitto of its own, with a real bridge to a real hub. */

const site = siteId('BL-LAB-1');

let hub: Mosquitto;
let local: Mosquitto;
let console: TestClient;
let simulation: Simulation;

before(async () => {
  hub = await startMosquitto();
  local = await startMosquitto({ extra: bridgeConfig(site, hub.port) });
  console = await connectClient(hub.url);
  await console.subscribe({ 'fleet/v1/#': { qos: 1, rap: false }, '$SYS/broker/connection/+/state': { qos: 0 } });
  const options = { sites: 1, hubs: [], local: { url: local.url, site }, seed: 1, clock: { speed: 60, baseMs: Date.now() }, story: false, steps: [] };
  simulation = startSimulation(options, {}, silentLog());
});
after(async () => {
  await simulation.stop();
  await console.end();
  await local.dispose();
  await hub.dispose();
});

test('its documents arrive under its own name and decode', async () => {
  for (const kind of ['state/agent', 'state/site', 'state/health', 'state/cameras', 'state/alerts'] as const) {
    const { topic, payload } = await console.hear(siteTopic(site, kind));
    assert.ok(decode(topic, Buffer.from(payload)).ok, kind);
  }
  assert.equal((await console.hear(bridgeStateTopic(site))).payload, '1');
});

test('statistics of the simulated Frigate reach its agent over the real broker', async () => {
  const { payload } = await console.hear(siteTopic(site, 'state/health'), (text) => text.includes('"state":"up"'));
  assert.match(payload, /"version":"0\.1\d\.\d-simulated"/);
});

test('frigate topics stay at the site', () => {
  assert.ok(console.received.every(({ topic }) => !topic.includes('frigate')));
});

test('an agent that dies leaves its last will at the hub while the bridge lives; alerts come after its return', async () => {
  simulation.act(site, 'agent_dies', 'begin', 0);
  await console.hear(siteTopic(site, 'state/agent'), (text) => text.includes('"offline"'));
  simulation.act(site, 'agent_dies', 'end', 0);
  simulation.act(site, 'safe_mode', 'begin', 0);
  const alert = await console.hear(siteTopic(site, 'event/alert'));
  assert.match(alert.payload, /"kind":"nvr_safe_mode"/);
  assert.equal(alert.qos, 1);
});
