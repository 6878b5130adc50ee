import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { acceptedRouter } from '../../fleet/desk/retired.ts';
import type { ConsoleId } from '../../fleet/ids.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import type { Mosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { bridgeConfig } from '../simulator/testing/bridge-config.ts';
import { watchFleet } from '../simulator/testing/console-fold.ts';
import type { ConsoleFold } from '../simulator/testing/console-fold.ts';
import { connectClient } from '../simulator/testing/mqtt-client.ts';
import type { TestClient } from '../simulator/testing/mqtt-client.ts';
import { askCheckIn } from '../status/status-client.ts';
import { prepareAgent, putFile } from '../testing/agent-process.ts';
import type { AgentProcess } from '../testing/agent-process.ts';
import { startFrigateServer } from '../testing/frigate/frigate-server.ts';
import type { FrigateServer } from '../testing/frigate/frigate-server.ts';
import { startFrigateSpeaker } from '../testing/frigate/frigate-speaker.ts';
import type { FrigateSpeaker } from '../testing/frigate/frigate-speaker.ts';
import { createTruth } from '../testing/frigate/frigate-truth.ts';
import { siteId } from '../testing/sites.ts';

/*
 * One router, installed anew twice, for real: its program, its broker with a bridge, a hub, and a console's fold that hears
 * what arrives there. The broker keeps what earlier installations left retained, as a disk or a hub does.
 */

const SITE = siteId('BL-LAB-1');
const LIMIT_MS = 60_000;
/** Statistics count as old after 3 s: an alert can be had in a moment. */
const HASTY = { alerts: { stats_stale_s: 3, nvr_stale: { raise_after_s: 0, clear_after_s: 0 } } };

interface Message {
  readonly boot: number;
  readonly seq: number;
  readonly id?: string;
  readonly op?: string;
  readonly prev?: string;
  readonly event_seq?: number;
  readonly open?: readonly { readonly id: string }[];
}

let hub: Mosquitto;
let local: Mosquitto;
let desk: TestClient;
let server: FrigateServer;
let frigate: FrigateSpeaker;
let agent: AgentProcess;
let fold: ConsoleFold;
let isClockSet = true;
/** The console's clock may be ahead of the real one: minutes need not be waited for. */
let aheadMs = 0;

const now = () => ({ wallTs: Date.now() + aheadMs, monoMs: performance.now() + aheadMs });
const of = (kind: string): readonly Message[] =>
  desk.received.filter(({ topic }) => topic === `fleet/v1/${SITE}/${kind}`).map(({ payload }) => JSON.parse(payload) as Message);
const last = (kind: string, boot: number): Message | undefined => of(kind).findLast((message) => message.boot === boot);
const bootAbove = (boot: number) => waitFor('the next boot', () => of('state/agent').findLast((message) => message.boot > boot)?.boot, LIMIT_MS);
/** Numbers of this boot's events: a roll-up may fall between the alerts. */
const numbersOf = (boot: number): readonly number[] =>
  desk.received
    .filter(({ topic }) => topic.startsWith(`fleet/v1/${SITE}/event/`))
    .map(({ payload }) => JSON.parse(payload) as Message)
    .flatMap((event) => (event.boot === boot ? [event.seq] : []));
const openInConsole = (): readonly string[] => {
  fold.look();
  return fold.alerts().filter(({ state, source }) => state === 'open' && source === 'agent').map(({ id }) => id);
};

/** An alert that this boot opened, once its list has it. */
const openedBy = async (boot: number): Promise<Message> => {
  await waitFor('the list with the alert', () => last('state/alerts', boot)?.open?.length === 1, LIMIT_MS);
  return waitFor('the alert', () => of('event/alert').find((message) => message.boot === boot && message.op === 'open'), LIMIT_MS);
};

before(async () => {
  hub = await startMosquitto();
  local = await startMosquitto({ extra: bridgeConfig(SITE, hub.port) });
  desk = await connectClient(hub.url);
  await desk.subscribe({ 'fleet/v1/#': { qos: 1, rap: false } });
  fold = watchFleet({ now, carried: desk.received }, [], 1);
  const truth = createTruth('0.17', ['door'], Date.now() / 1_000);
  server = await startFrigateServer(truth);
  frigate = await startFrigateSpeaker(local.url, truth);
  agent = prepareAgent(
    (dir) => {
      // STAND-IN for systemd's own: no clock service runs on a machine for tests.
      chmodSync(putFile(dir, 'timedatectl', '#!/bin/sh\necho NTPSynchronized=yes\n'), 0o755);
      return { site: SITE, broker: { url: local.url }, nvrs: [{ id: 'nvr', url: server.url }], ...HASTY };
    },
    () => (isClockSet ? { ...process.env, PATH: `${agent.dir}:${process.env['PATH'] ?? ''}` } : process.env),
  );
  agent.start();
});
after(async () => {
  await agent?.dispose();
  await Promise.all([frigate?.stop(), server?.close(), desk?.end()]);
  await local?.dispose();
  await hub?.dispose();
});

test('installed anew with a clock, the next boot is higher and its list of one ends what the last life left open', { timeout: 180_000 }, async () => {
  const boot = await bootAbove(0);
  const first = await openedBy(boot);
  assert.deepEqual([numbersOf(boot)[0], openInConsole()], [1, [first.id]]);
  await agent.kill('SIGKILL');
  agent.reinstall();
  agent.start();
  const next = await bootAbove(boot);
  const second = await openedBy(next);
  assert.notEqual(second.id, first.id);
  assert.deepEqual([numbersOf(next)[0], second.prev], [1, undefined]);
  assert.ok((last('state/alerts', next)?.event_seq ?? 0) >= second.seq);
  assert.deepEqual(openInConsole(), [second.id]);
  assert.deepEqual(fold.site(SITE)?.badges, []);
});

test('installed anew without a clock and with a lower boot, it is asked about; accepted, its list alone counts', { timeout: 180_000 }, async () => {
  const before = await bootAbove(0);
  await agent.kill('SIGKILL');
  isClockSet = false;
  agent.reinstall(5);
  agent.start();
  const third = await openedBy(6);
  assert.equal(numbersOf(6)[0], 1);
  // Its number has to rise live twice, a minute apart: the bridge sends documents of old boots again, that is no life.
  for (const _minute of [1, 2]) {
    fold.look();
    aheadMs += 61_000;
    const seq = last('state/agent', 6)?.seq ?? 0;
    assert.equal((await askCheckIn(join(agent.dir, 'data'))).ok, true);
    await waitFor('its next document', () => (last('state/agent', 6)?.seq ?? 0) > seq, LIMIT_MS);
  }
  fold.look();
  const { badges, oldBoots } = fold.site(SITE) ?? {};
  assert.deepEqual(badges, ['reinstalled']);
  assert.equal(oldBoots?.to, before);
  const accepted = acceptedRouter(undefined, oldBoots, { console: 'c0ffee01' as ConsoleId, by: 'ana', ts: Date.now() });
  fold.desk(`fleet/v1/_desk/site/${SITE}`, accepted ?? {});
  assert.deepEqual([openInConsole(), fold.site(SITE)?.badges], [[third.id], []]);
  await waitFor('the end of the alert', () => {
    frigate.stats();
    return of('event/alert').some(({ boot, op, id }) => boot === 6 && op === 'close' && id === third.id);
  }, LIMIT_MS);
  assert.deepEqual(openInConsole(), []);
});
