import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { initCommand, trialFolder, trialHub, writeTrialFile } from '../testing/trial.ts';
import type { TrialHub } from '../testing/trial.ts';
import { InitProblem } from './init-io.ts';

let hub: TrialHub;
const root = trialFolder();
const tls = join(root, 'etc/blocao-agent/tls');
const site = (...args: readonly string[]) => initCommand('site-init', ['--root', root, ...args]);
const refused = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: unknown) => {
      assert.ok(error instanceof InitProblem, String(error));
      return error.message;
    },
  );
const outcomes = (said: readonly string[]): ReadonlySet<string> => new Set(said.filter((line) => line.includes(root) && /^\w/.test(line)).map((line) => line.slice(0, 14).trim()));
const everything = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  );

before(async () => {
  hub = await trialHub();
  await site('--site', 'BL-LAB-1', '--hub', 'hub-a.example', '--ca', hub.caFile, '--lan', '10.0.0.1', '--nvr', 'a=http://10.0.0.5:5000', '--nvr', 'b=http://10.0.0.6:5000');
});
after(async () => {
  await hub.dispose();
  rmSync(root, { recursive: true, force: true });
});

test('a second run without a word writes nothing: key, passwords and settings stay', async () => {
  const before = everything(root);
  const said = await site();
  assert.deepEqual([...outcomes(said)].toSorted(), ['kept as it is', 'unchanged']);
  assert.deepEqual(everything(root), before);
  const hubBefore = everything(join(hub.root, 'etc'));
  await initCommand('hub-init', ['--root', hub.root]);
  assert.deepEqual(everything(join(hub.root, 'etc')), hubBefore);
});

test('a hub that gets another name gets a certificate for it, under the same key', async () => {
  const [key, certificate] = ['hub.key', 'hub.crt'].map((name) => join(hub.root, 'etc/blocao-hub/tls', name));
  const [before, old] = [readFileSync(key!, 'utf8'), new X509Certificate(readFileSync(certificate!))];
  assert.equal(old.checkHost('hub-z.example'), undefined);
  await initCommand('hub-init', ['--root', hub.root, '--name', 'localhost', '--name', '127.0.0.1', '--name', 'hub-z.example']);
  const renewed = new X509Certificate(readFileSync(certificate!));
  assert.ok(renewed.checkHost('hub-z.example') && renewed.checkHost('localhost') && renewed.checkIP('127.0.0.1'));
  assert.equal(readFileSync(key!, 'utf8'), before);
});

test('what people changed in the settings stays, and what follows from answers is written anew', async () => {
  const settings = join(root, 'etc/blocao-agent/settings.json');
  const changed = readFileSync(settings, 'utf8').replace('"a"', '"a" ');
  writeFileSync(settings, changed);
  await site('--port', '1999');
  assert.equal(readFileSync(settings, 'utf8'), changed);
  assert.match(readFileSync(join(root, 'etc/blocao-agent/broker/mosquitto.conf'), 'utf8'), /^listener 1999 127\.0\.0\.1$/m);
  assert.match(readFileSync(join(root, 'etc/blocao-agent/broker/acl'), 'utf8'), /^topic readwrite frigate-b\/#$/m);
});

test('keys and passwords are read by their services only, and never told', async () => {
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  assert.equal(mode(join(tls, 'site.key')), '640');
  assert.equal(mode(join(root, 'etc/blocao-agent/secrets/broker-frigate')), '600');
  assert.equal(mode(join(hub.root, 'etc/blocao-hub/authority')), '700');
  assert.equal(mode(join(hub.root, 'etc/blocao-hub/authority/ca.key')), '600');
  const said = (await site()).join('\n');
  for (const user of ['agent', 'frigate']) assert.ok(!said.includes(readFileSync(join(root, `etc/blocao-agent/secrets/broker-${user}`), 'utf8')));
  assert.ok(!JSON.stringify(everything(join(hub.root, 'etc/blocao-hub'))).includes('password of'));
});

test('a certificate that is not this router’s is refused with the reason', async () => {
  const stranger = createAuthority();
  const given = (text: string) => refused(site('--certificate', writeTrialFile(root, 'given.crt', text)));
  assert.match(await given('x'), /no certificate/);
  assert.match(await given(stranger.issue('BL-LAB-2').cert), /for "CN=BL-LAB-2", not for CN=BL-LAB-1/);
  assert.match(await given(stranger.issue('BL-LAB-1').cert), /another key/);
  const request = join(root, 'site.csr');
  copyFileSync(join(tls, 'site.csr'), request);
  await initCommand('hub-sign', [request, '--site', 'BL-LAB-1', '--root', hub.root]);
  assert.equal(await refused(site('--certificate', join(root, 'site.crt'))), 'taken');
  stranger.dispose();
});

test('a request cannot ask for another name, and a name is a site', async () => {
  const request = join(tls, 'site.csr');
  const sign = (...args: readonly string[]) => refused(initCommand('hub-sign', [request, '--root', hub.root, '--out', join(root, 'never.crt'), ...args]));
  assert.match(await sign('--site', 'BL-LAB-2'), /The request is for "BL-LAB-1", not for BL-LAB-2/);
  assert.match(await sign('--site', 'desk'), /Give the site/);
  assert.match(await sign('--site', 'BL-LAB-1', '--days', '0'), /--days/);
  assert.equal(readdirSync(root).includes('never.crt'), false);
});

test('a router does not become another site by accident', async () => {
  assert.match(await refused(site('--site', 'BL-LAB-2')), /set up as BL-LAB-1/);
});

test('wrong answers are told in words, all at once where there are several', async () => {
  for (const [args, words] of [
    [['--hub', 'a b'], /is no hub/],
    [['--nvr', 'http://x'], /is no box/],
    [['--lan', 'router'], /--lan takes an IPv4/],
    [['--port', '0'], /not usable/],
    [['--retry', '9-1'], /--retry/],
    [['--kit', join(tls, 'ca.crt')], /no site kit/],
    [['--unknown'], /unknown/i],
    [['word'], /What is "word" for/],
  ] as const) {
    assert.match(await refused(site(...args)), words, args.join(' '));
  }
  assert.match(await refused(initCommand('hub-init', ['--root', trialFolder(), '--name', 'a b', '--site-port', '0'])), /neither a DNS name.*\n.*no port/s);
  assert.match(await refused(initCommand('hub-init', ['--root', 'relative', '--name', 'a'])), /absolute path/);
  assert.match(await refused(initCommand('hub-console', ['desk', '--role', 'operator', '--root', hub.root], 'short')), /12 characters/);
  assert.match(await refused(initCommand('hub-console', ['Desk', '--role', 'operator', '--root', hub.root])), /lower case/);
});

test('the real nft takes the firewall rules, with networks of both kinds and without', async () => {
  for (const networks of [[], ['10.0.0.0/8'], ['fd00::/8'], ['10.0.0.0/8', '192.168.1.0/24', 'fd00::/8']]) {
    await initCommand('hub-init', ['--root', hub.root, '--websocket-port', '9001', ...networks.flatMap((network) => ['--console-network', network])]);
    const nft = ['nft', '-c', '-f', join(hub.root, 'etc/nftables.d/blocao-hub.nft')];
    // A network of its own: whoever may not look into this one may there.
    execFileSync('unshare', ['-rn', ...nft], { stdio: 'pipe', env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
  }
});

test('systemd takes the units and finds them hardened', () => {
  for (const [folder, unit] of [[hub.root, 'blocao-hub'], [root, 'blocao-broker'], [root, 'blocao-agent'], [root, 'blocao-broker-restart']] as const) {
    const path = join(folder, `etc/systemd/system/${unit}.service`);
    execFileSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', path], { stdio: 'pipe' });
  }
});
