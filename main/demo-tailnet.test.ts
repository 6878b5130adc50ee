import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test, type TestContext } from 'node:test';
import type { SiteId } from '../fleet/ids.ts';
import { waitFor } from '../platform/wait-for.test-support.ts';
import { tunnelArtefacts } from '../scripts/tunnel/artefacts.ts';
import { createDemoTailnet, type DemoConsoles, type DemoTailnet, type DemoTailnetPlace } from './demo-tailnet.ts';
import { read } from './tunnel/proxy/proxy-client.test-support.ts';
import { startTestTunnel, type TestTunnel } from './tunnel/world.test-support.ts';

const { testnet } = await tunnelArtefacts();
const pages = createServer((request, response) => response.end(`page of ${request.headers.host}`));
pages.listen(0, '127.0.0.1');
await once(pages, 'listening');
after(() => pages.close());

const sites = ['bl-wh-1', 'bl-wh-2'].map((name) => ({ name, ports: [5_000] }));
const consoles: DemoConsoles = { port: (pages.address() as AddressInfo).port, domain: 'demo.test', sites };

const openTailnet = (program = testnet): { tailnet: DemoTailnet; losses: () => number; said: string[] } => {
  let losses = 0;
  const said: string[] = [];
  const tailnet = createDemoTailnet({ program, onLost: () => (losses += 1), log: (_source, text) => said.push(text) });
  return { tailnet, losses: () => losses, said };
};

const joined = ({ controlUrl, authKey, ca }: DemoTailnetPlace): Promise<TestTunnel> =>
  startTestTunnel({ controlURL: controlUrl, authKey, caPem: ca }, { client: 'native' });

/** With its sites, and a computer that has joined it. */
const servedTailnet = async (t: TestContext): Promise<{ tailnet: DemoTailnet; tunnel: TestTunnel }> => {
  const { tailnet } = openTailnet();
  t.after(() => tailnet.stop());
  tailnet.serve(consoles);
  const tunnel = await joined(await tailnet.place());
  t.after(() => tunnel.stop());
  await tunnel.until('joined');
  return { tailnet, tunnel };
};

test('FS-863: a simulated site is in the tailnet of the demo once it was woken, and only then', async (t) => {
  const { tailnet, tunnel } = await servedTailnet(t);
  await tailnet.wake('BL-WH-1.demo.test');
  const proxy = await tunnel.open('bl-wh-1.demo.test', 5_000);
  const { status, body } = await read(proxy, 'http://bl-wh-1.demo.test:5000/');
  assert.deepEqual([status, body.toString().slice(0, 8)], [200, 'page of ']);
  const notFound = tunnel.failure('bl-wh-2.demo.test', 'site_not_in_tailnet');
  const host = 'bl-wh-2.demo.test';
  tunnel.tunnel.control({ type: 'open', key: host, site: 'BL-WH-2' as SiteId, console: { id: 'nvr', host, port: 5_000, scheme: 'http' }, also: [] });
  await notFound;
});

test('FS-865: a site that is cut off in the story is offline in the tailnet of the demo, and back with it', async (t) => {
  const { tailnet, tunnel } = await servedTailnet(t);
  const hosts = ['bl-wh-1.demo.test', 'bl-wh-2.demo.test'] as const;
  // One before anybody looked, one afterwards.
  tailnet.cutOff('bl-wh-1', true);
  for (const host of hosts) await tailnet.wake(host);
  tailnet.cutOff('bl-wh-2', true);
  const offline = hosts.map((host) => tunnel.failure(host, 'site_offline'));
  const opened = hosts.map((host) => tunnel.open(host, 5_000));
  await Promise.all(offline);
  for (const node of ['bl-wh-1', 'bl-wh-2']) tailnet.cutOff(node, false);
  for (const [at, proxy] of (await Promise.all(opened)).entries()) assert.equal((await read(proxy, `http://${hosts[at]}:5000/`)).status, 200);
});

test('FS-864: whoever joined the tailnet of the demo is told when it is another one', async (t) => {
  const { tailnet, losses } = openTailnet();
  t.after(() => tailnet.stop());
  const waiting = tailnet.place();
  tailnet.serve(consoles);
  const first = await waiting;
  assert.deepEqual(await tailnet.place(), first);
  // A simulator that came back serves at another port.
  tailnet.serve({ ...consoles, port: consoles.port + 1 });
  await waitFor('the loss', () => losses() === 1);
  const second = await tailnet.place();
  assert.notEqual(second.authKey, first.authKey);
  await tailnet.stop();
  assert.equal(losses(), 1);
});

test('a program that does not come up is told by its words, and no loss', async () => {
  const { tailnet, losses, said } = openTailnet('/nowhere/testnet');
  tailnet.serve(consoles);
  await assert.rejects(tailnet.place(), /ENOENT/);
  await waitFor('the log', () => said.length > 0);
  assert.equal(losses(), 0);
  await tailnet.wake('bl-wh-1.demo.test');
  await tailnet.stop();
});
