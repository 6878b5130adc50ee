import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve as pathOf } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { decode } from '../../fleet/decode.ts';
import type { Message } from '../../fleet/decode.ts';
import { CONSOLE_SUBSCRIPTIONS } from '../../fleet/topics.ts';
import { silentLog } from '../../platform/log.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { startDemo } from './demo.ts';
import type { Demo } from './demo.ts';
import { connectClient } from './testing/mqtt-client.ts';
import type { TestClient } from './testing/mqtt-client.ts';

/** The demo as a console sees it: real sockets, sped-up fleet time. */

const SITES = 8;
let demo: Demo;
let console: TestClient;

const subscribe = (client: TestClient) =>
  client.subscribe(Object.fromEntries(CONSOLE_SUBSCRIPTIONS.map(({ topic, qos }) => [topic, { qos, rap: false, rh: 0 }] as const)));

const messages = (): readonly Message[] =>
  console.received.flatMap(({ topic, payload }) => {
    const one = decode(topic, Buffer.from(payload));
    return one.ok ? [one.message] : [];
  });

const sitesWith = (test: (message: Message) => boolean): number =>
  new Set(messages().filter(test).map((message) => ('site' in message ? message.site : undefined))).size;

before(async () => {
  demo = await startDemo({ sites: SITES, clock: { speed: 60, baseMs: Date.now() }, seed: 1, log: silentLog() });
  console = await connectClient(demo.hub.url, { username: demo.hub.user, password: demo.hub.password, clientId: 'console-00000001' });
  await subscribe(console);
});
after(async () => {
  await console.end();
  await demo.stop();
});

test('all sites are adopted and say who they are, that their bridge is up, and how they are', async () => {
  await waitFor('all sites', () => sitesWith(({ kind }) => kind === 'state/health') === SITES && sitesWith(({ kind }) => kind === 'state/site') === SITES);
  await waitFor('all adopted', () => sitesWith((message) => message.kind === 'desk/site' && message.body.state === 'adopted') === SITES);
  await waitFor('all bridges', () => sitesWith((message) => message.kind === 'bridge/state' && message.up === true) === SITES);
});

test('one maintenance window stands on the desk', async () => {
  await waitFor('the window', () => messages().some((message) => message.kind === 'desk/window'));
  assert.equal(messages().filter((message) => message.kind === 'desk/window').length, 1);
});

test('the story begins: a critical alert, a warning, and a site whose bridge goes down and comes back', async () => {
  await waitFor('alerts of both severities', () => ['critical', 'warning'].every((severity) => messages().some((message) => message.kind === 'event/alert' && message.body.severity === severity)));
  const bridge = (up: boolean) => messages().some((message) => message.kind === 'bridge/state' && message.site === 'BL-WH-N' && message.up === up);
  await waitFor('BL-WH-N is cut', () => bridge(false));
  console.received.length = 0;
  await waitFor('BL-WH-N is back', () => bridge(true));
});

test('nothing that the demo sends is refused by decode', () => {
  for (const { topic, payload } of console.received) assert.ok(decode(topic, Buffer.from(payload)).ok, topic);
});

// Electron's Node does not run sources: there it is the built process.
const runsSources = Number.parseInt(process.versions.node, 10) >= 24;
const ENTRY = runsSources ? fileURLToPath(new URL('./index.ts', import.meta.url)) : pathOf('dist/simulator/index.js');

test('as a process of its own it answers ready with an address and fresh credentials, and ends on stop', async () => {
  const start = async (): Promise<{ child: ChildProcess; notice: Record<string, string> }> => {
    const child = fork(ENTRY);
    const answered = new Promise<Record<string, string>>((resolve) => child.once('message', (message) => resolve(message as Record<string, string>)));
    child.send({ sites: 1, clock: { speed: 1, baseMs: Date.now() }, seed: 1 });
    return { child, notice: await answered };
  };
  const one = await start();
  const two = await start();
  assert.equal(one.notice['type'], 'ready');
  assert.notEqual(one.notice['password'], two.notice['password']);
  const client = await connectClient(one.notice['url'] ?? '', { username: one.notice['user'] ?? '', password: one.notice['password'] ?? '' });
  await client.end();
  const ends = [one, two].map(({ child }) => new Promise((resolve) => child.once('exit', resolve)));
  one.child.send({ type: 'stop' });
  two.child.disconnect();
  assert.deepEqual(await Promise.all(ends), [0, 0]);
});
