import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { createLog } from '../../../platform/log.ts';
import { startMosquitto } from '../../../platform/mosquitto.test-support.ts';
import type { Mosquitto } from '../../../platform/mosquitto.test-support.ts';
import { createBrokerRescue } from './broker-rescue.ts';
import type { BrokerRescue, BrokerRescueDeps } from './broker-rescue.ts';
import { hearBroker } from './broker-voice.ts';
import type { BrokerVoice } from './broker-voice.ts';
import { HEALTHY_MS, SILENT_MS, STUCK_MS } from './rescue-plan.ts';
import type { RestartMemory } from './rescue-plan.ts';
import { createRestartFile, hasRestartUnit } from './restart-file.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LOOK_MS = 15_000;
const HUBS = [
  { name: 'hub-a', host: 'hub-a.example', port: 8_883 },
  { name: 'hub-b', host: 'hub-b.example', port: 8_883 },
];
const log = createLog({ level: 'error', write: () => undefined, nowMs: () => 0 });

let folder: string;
let broker: Mosquitto;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'blocao-rescue-'));
  broker = await startMosquitto({ passwords: 'somebody:x' });
});
after(async () => {
  process.kill(broker.pid, 'SIGCONT');
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** A site on a clock of its own: its broker, its bridges and its hubs are as the fields say. */
const world = (stored?: RestartMemory) => {
  const asked: RestartMemory[] = [];
  const state = {
    ...{ monoMs: 0, wallTs: 1_800_000_000_000, voice: 'speaks' as BrokerVoice, connected: true, memory: stored },
    ...{ down: new Set<string>(), away: new Set<string>() },
  };
  const deps: BrokerRescueDeps = {
    ...{ broker: { name: 'local', host: '127.0.0.1', port: 1 }, hubs: HUBS, log, hasUnit: () => true },
    file: { load: () => state.memory, ask: (memory) => (asked.push(memory), (state.memory = memory), true) },
    now: () => ({ monoMs: state.monoMs, wallTs: state.wallTs }),
    hear: () => Promise.resolve(state.voice),
    reaches: ({ name }) => Promise.resolve(!state.away.has(name)),
  };
  let rescue: BrokerRescue = createBrokerRescue(deps);
  return {
    state,
    asked,
    status: () => rescue.status(),
    reborn: () => (rescue = createBrokerRescue(deps)),
    /** Lets time pass; answers when it was asked since, in minutes from the beginning of this call. */
    pass: async (ms: number): Promise<readonly number[]> => {
      const startMs = state.monoMs;
      const times: number[] = [];
      for (const endMs = startMs + ms; state.monoMs < endMs; ) {
        const count = asked.length;
        state.monoMs += LOOK_MS;
        state.wallTs += LOOK_MS;
        rescue.tick(() => ({ connected: state.connected, bridgeUp: ({ name }) => !state.down.has(name) }));
        await new Promise((resolve) => setImmediate(resolve));
        if (asked.length > count) times.push(Math.round((state.monoMs - startMs) / MINUTE_MS));
      }
      return times;
    },
  };
};

test('FS-948: a broker that takes connections and says nothing for a minute is asked to be started anew', async () => {
  const site = world();
  site.state.connected = false;
  assert.deepEqual(await site.pass(HOUR_MS), [], 'it speaks: the agent is refused, or late');
  site.state.voice = 'absent';
  assert.deepEqual(await site.pass(HOUR_MS), [], 'it is not there: systemd is at it');
  site.state.voice = 'silent';
  assert.deepEqual(await site.pass(SILENT_MS), []);
  assert.deepEqual(await site.pass(LOOK_MS), [0]);
  assert.equal(site.asked[0]?.reason, 'broker_silent');
  assert.deepEqual({ ...site.status(), last_ts: 0 }, { unit: true, asked: 1, last_ts: 0, reason: 'broker_silent' });
});

test('FS-948: a bridge that stays down for ten minutes, though its hub answers, asks for it; a hub that is away does not', async () => {
  const site = world();
  site.state.down.add('hub-b');
  site.state.away.add('hub-b');
  assert.deepEqual(await site.pass(5 * HOUR_MS), []);
  site.state.away.clear();
  assert.deepEqual(await site.pass(STUCK_MS - MINUTE_MS), []);
  site.state.away.add('hub-b');
  await site.pass(2 * MINUTE_MS);
  site.state.away.clear();
  assert.deepEqual(await site.pass(STUCK_MS - MINUTE_MS), [], 'the ten minutes begin anew');
  assert.equal((await site.pass(3 * MINUTE_MS)).length, 1);
  assert.equal(site.asked[0]?.reason, 'bridge_stuck');
});

test('FS-949: what does not help is asked for less and less often', async () => {
  const silent = world();
  Object.assign(silent.state, { connected: false, voice: 'silent' });
  assert.deepEqual(await silent.pass(4 * HOUR_MS), [1, 6, 16, 36, 76, 136, 196]);
  const stuck = world();
  stuck.state.down.add('hub-a');
  const days = await stuck.pass(4 * 24 * HOUR_MS);
  assert.ok(days.length <= 8, days.join());
  assert.ok((days.at(-1) ?? 0) - (days.at(-2) ?? 0) >= 24 * 60);
});

test('FS-949: after an hour of health the first request is due at once again', async () => {
  const site = world();
  Object.assign(site.state, { connected: false, voice: 'silent' });
  await site.pass(2 * HOUR_MS);
  Object.assign(site.state, { connected: true, voice: 'speaks' });
  await site.pass(HEALTHY_MS + MINUTE_MS);
  Object.assign(site.state, { connected: false, voice: 'silent' });
  assert.deepEqual(await site.pass(4 * MINUTE_MS), [1]);
});

test('FS-949: neither new starts of the agent nor a clock that goes back bring more than one request an hour', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: -3, max: 0 })), { minLength: 1, maxLength: 12 }), async (lives) => {
      const site = world();
      site.state.down.add('hub-a');
      let minutes = 0;
      for (const [life, jump] of lives) {
        await site.pass(life * MINUTE_MS);
        minutes += life;
        site.state.wallTs += jump * HOUR_MS;
        site.reborn();
      }
      assert.ok(site.asked.length <= 1 + minutes / 60, `${site.asked.length} in ${minutes} minutes`);
    }),
    { seed: 949, numRuns: 60 },
  );
});

test('FS-948: a real broker that refuses a stranger speaks; one that stands still is silent; a port without one is absent', async () => {
  const address = { name: 'local', host: '127.0.0.1', port: broker.port };
  assert.equal(await hearBroker(address), 'speaks');
  process.kill(broker.pid, 'SIGSTOP');
  assert.equal(await hearBroker(address, 500), 'silent');
  process.kill(broker.pid, 'SIGCONT');
  assert.equal(await hearBroker(address), 'speaks');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  assert.equal(await hearBroker({ ...address, port }), 'absent');
});

test('a request is one file: who reads it finds how often and why; half of it still says that it was, and when', () => {
  const file = createRestartFile(folder, log);
  assert.equal(file.load(), undefined);
  const memory: RestartMemory = { v: 1, asked: 3, in_row: 2, ts: 1_800_000_000_000, reason: 'bridge_stuck' };
  assert.ok(file.ask(memory));
  assert.deepEqual(file.load(), memory);
  const path = join(folder, 'broker-restart');
  assert.match(readFileSync(path, 'utf8'), /"bridge_stuck"/);
  for (const length of [20, 0]) {
    truncateSync(path, length);
    const half = file.load();
    assert.equal(half?.in_row, 1);
    assert.ok(Math.abs((half?.ts ?? 0) - Date.now()) < HOUR_MS);
  }
  assert.equal(createRestartFile(join(folder, 'missing'), log).ask(memory), false);
  assert.equal(hasRestartUnit(folder), false);
});
