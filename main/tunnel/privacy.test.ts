import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { getServers } from 'node:dns';
import { isIP } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import type { TunnelConfig } from '../../fleet/tunnel/process.ts';
import { tunnelArtefacts } from '../../scripts/tunnel/artefacts.ts';
import { startProcess } from './process.test-support.ts';
import { ask, read } from './proxy/proxy-client.test-support.ts';
import { CLIENTS, testnetOf } from './world.test-support.ts';

/* Every address that the process or a child of it hands to the system, by strace. */

const CALLS = 'trace=connect,sendto,sendmsg,sendmmsg';
const strace = (file: string): string[] => ['strace', '-f', '-qq', '-e', CALLS, '-o', file];

/** `IP:PORT` and `unix:PATH` of a trace. */
const reached = (file: string): Set<string> => {
  const found = new Set<string>();
  const text = readFileSync(file, 'utf8');
  for (const [, port = '', ip = ''] of text.matchAll(/sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g)) found.add(`${ip}:${port}`);
  for (const [, port = '', ip = ''] of text.matchAll(/sin6_port=htons\((\d+)\).{0,60}?inet_pton\(AF_INET6, "([^"]+)"/g)) found.add(`${ip}:${port}`);
  for (const [, path = ''] of text.matchAll(/sun_path=@?"([^"]+)"/g)) found.add(`unix:${path}`);
  return found;
};

/** Direct paths lead to the site's own addresses, which on one machine are this machine's. */
const own = new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)));

const isExpected = (place: string): boolean => {
  if (place.startsWith('unix:')) return place.includes('/blocao-t-');
  const at = place.lastIndexOf(':');
  return place.slice(at + 1) !== '53' && own.has(place.slice(0, at).replace('::ffff:', ''));
};

test('FS-839: nothing is asked of a name server, a log server or anybody but control server, relay and site', { skip: !existsSync('/usr/bin/strace') && 'strace is not here' }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'blocao-trace-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const control = join(folder, 'control');
  const script = "require('node:dns').lookup('positive.example', () => {}); require('node:net').connect(9, '192.0.2.1').on('error', () => {}); setTimeout(() => process.exit(), 500)";
  const [program, ...args] = [...strace(control), process.execPath, '-e', script];
  execFileSync(program, args, { env: process.env });
  const seen = [...reached(control)].filter((place) => !isExpected(place));
  assert.ok(seen.includes('192.0.2.1:9') && seen.some((place) => place.endsWith(':53') || place.startsWith('unix:')), seen.join(' '));

  const net = await testnetOf([{ name: 'a' }]);
  t.after(() => net.stop());
  const { wasm, wasmExec, native } = await tunnelArtefacts();
  for (const client of CLIENTS) {
    const trace = join(folder, client);
    const config: TunnelConfig = { client, controlUrl: net.controlURL, hostname: 'desk', authKey: net.authKey, ca: net.caPem, artefacts: { wasm, wasmExec, native } };
    const one = startProcess(t, config, strace(trace));
    const hosts = ['a.tn.test', 'nobody.example', '192.0.2.7', 'nosuch.tn.test'];
    for (const host of hosts) {
      one.send({ type: 'open', key: host, site: 'BL-LAB-1' as SiteId, console: { id: 'web', host, port: 80, scheme: 'http' }, also: [] });
    }
    const { proxy } = await one.until('console-ready', ({ key }) => key === 'a.tn.test');
    assert.equal((await read(proxy, 'http://a.tn.test/')).status, 200);
    assert.equal((await read(proxy, 'http://positive.example/')).status, 403);
    for await (const chunk of await ask(proxy, 'http://a.tn.test/blob?mb=2')) void chunk;
    for (const host of hosts.slice(1)) await one.until('console-failed', ({ key, code }) => key === host && code === 'site_not_in_tailnet');
    one.send({ type: 'stop' });
    await one.exited;
    const places = reached(trace);
    assert.deepEqual([...places].filter((place) => !isExpected(place)), []);
    // The trace did see this process: its control server and its relay.
    for (const place of [new URL(net.controlURL).host, net.derp]) assert.ok(places.has(place), `${client}: ${place} of ${[...places].join(' ')}`);
  }
});

test('FS-845: nobody but the name server of this computer is asked where the control server is', { skip: !existsSync('/usr/bin/strace') && 'strace is not here' }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'blocao-trace-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { wasm, wasmExec, native } = await tunnelArtefacts();
  const resolvers = getServers().map((server) => (isIP(server) ? `${server}:53` : server));
  for (const client of CLIENTS) {
    const trace = join(folder, client);
    const config: TunnelConfig = { client, controlUrl: 'http://nobody.invalid:8080', hostname: 'desk', authKey: 'tskey-x', artefacts: { wasm, wasmExec, native } };
    const one = startProcess(t, config, strace(trace));
    // The program asked by itself, beside the check that says so: its own words end a try.
    await one.until('status', ({ status }) => status.state === 'control_unreachable');
    one.send({ type: 'stop' });
    await one.exited;
    const strangers = [...reached(trace)].filter((place) => !isExpected(place) && !resolvers.includes(place) && !place.startsWith('unix:'));
    assert.deepEqual(strangers, [], client);
  }
});
