import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { isHost, isHubName, parseHubAddress } from '../../fleet/hub-address.ts';
import { siteId } from '../testing/sites.ts';
import { fill } from './fill.ts';
import { checkHubAnswers, isNetwork } from './hub-answers.ts';
import { HUB_QUEUED_MESSAGES, hubFiles, isConsoleUser } from './hub-files.ts';
import type { RenderedFile } from './hub-files.ts';
import { hubPlaces, isPlainPath, sitePlaces } from './places.ts';
import { agentUnit, isTopicPrefix, restartUnits, siteAnswers, siteFiles } from './site-files.ts';
import type { SiteAnswers } from './site-files.ts';

const read = (name: string): string => readFileSync(fileURLToPath(new URL(`../../resources/${name}`, import.meta.url)), 'utf8');
const textOf = (files: readonly RenderedFile[], end: string): string => files.find(({ path }) => path.endsWith(end))?.text ?? '';
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
/** What a parser acts on: the first word of each line. */
const wordsOf = (files: readonly RenderedFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => text.split('\n').map((line) => `${path}: ${line.trim().split(/[ =]/)[0]}`));

const HUB = { hosts: ['hub-a.example'], sitePort: 8883, consolePort: 8884, websocketPort: 9001, bind: '10.0.0.1', consoleNetworks: ['10.0.0.0/8'] };
const USERS = [{ name: 'desk', role: 'operator' }] as const;
const SITE: SiteAnswers = siteAnswers({
  site: siteId('BL-LAB-1'),
  hubs: [{ name: 'hub-a', host: 'hub-a.example', port: 8883 }],
  port: 1883,
  lan: { address: '10.0.0.1', port: 1883 },
  prefixes: ['frigate'],
});

test('the hub of the contract: certificate for sites, its name as user and client id; passwords for consoles', () => {
  const conf = linesOf(textOf(hubFiles(read, HUB, USERS, hubPlaces('')), 'mosquitto.conf'));
  const listeners = conf.flatMap((line, index) => (line.startsWith('listener ') ? [index] : []));
  assert.equal(listeners.length, 3);
  const [sites, consoles] = [conf.slice(listeners[0], listeners[1]), conf.slice(listeners[1], listeners[2])];
  assert.equal(sites[0], 'listener 8883 10.0.0.1');
  for (const line of ['require_certificate true', 'use_identity_as_username true', 'use_username_as_clientid true', 'crlfile /etc/blocao-hub/tls/crl.pem']) {
    assert.ok(sites.includes(line), line);
    assert.ok(!consoles.includes(line), line);
  }
  assert.ok([sites, consoles].every((lines) => lines.includes('allow_anonymous false')));
  for (const line of ['message_size_limit 262144', `max_queued_messages ${HUB_QUEUED_MESSAGES}`, 'persistent_client_expiration 14d']) assert.ok(conf.includes(line), line);
});

test('the site of the contract: one bridge per hub, one direction per topic, states at QoS 0, events at QoS 1', () => {
  const hubs = [...SITE.hubs, { name: 'hub-b', host: '192.0.2.7', port: 443 }];
  const conf = linesOf(textOf(siteFiles(read, { ...SITE, hubs }, sitePlaces(''), true), 'mosquitto.conf'));
  assert.deepEqual(conf.filter((line) => /^(?:connection|address|local_clientid|remote_clientid) /.test(line)), [
    ...['connection hub-a', 'address hub-a.example:8883', 'remote_clientid BL-LAB-1', 'local_clientid bridge-hub-a'],
    ...['connection hub-b', 'address 192.0.2.7:443', 'remote_clientid BL-LAB-1', 'local_clientid bridge-hub-b'],
  ]);
  const topics = conf.filter((line) => line.startsWith('topic '));
  assert.deepEqual(topics.slice(0, 5).map((line) => line.split(' ').slice(1, 4).join(' ')), ['state/# out 0', 'event/# out 1', 'cmd/ack out 1', 'cmd/req in 1', 'hint/# in 0']);
  for (const line of ['persistence true', 'autosave_interval 300', 'max_queued_messages 20000', 'max_queued_bytes 16777216']) assert.ok(conf.includes(line), line);
  assert.ok(!linesOf(textOf(siteFiles(read, SITE, sitePlaces(''), false), 'mosquitto.conf')).some((line) => line.startsWith('connection ')));
});

/** Words of strangers: whole texts, and good ones with something at the end that could begin a line or a word. */
const hostile = (good: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.tuple(fc.constantFrom(good, ''), fc.constantFrom('\n', '\r', ' ', '\t', ' ', ';', '}', '{{port}}', '#', '\u0000', '"', '/../')).map(([text, end]) => `${text}${end}allow_anonymous true`),
    fc.constantFrom(good, `${good}\n`, ` ${good}`, '::1', '0.0.0.0', '-x', '*', '%', '+', '..'),
  );

/** Each answer in turn is a stranger's, the others are good; `render` answers undefined where it is refused. */
const demandSameWords = (want: readonly string[], goods: readonly string[], render: (texts: readonly string[]) => readonly string[] | undefined): void => {
  for (const [at, good] of goods.entries()) {
    assert.deepEqual(render(goods), want);
    fc.assert(
      fc.property(hostile(good), (text) => {
        const words = render(goods.with(at, text));
        if (words !== undefined) assert.deepEqual(words, want);
      }),
      { seed: 693 + at, numRuns: 2_000 },
    );
  }
};

test('FS-693: no answer about a hub begins a line, a word or a rule of its own', () => {
  const want = wordsOf(hubFiles(read, HUB, USERS, hubPlaces('/tmp/try')));
  demandSameWords(want, ['hub.example', '10.0.0.1', '10.0.0.0/8', 'desk', '/tmp/try'], ([host, bind, network, user, root = '']) => {
    const checked = checkHubAnswers({ ...HUB, hosts: [host], bind, consoleNetworks: [network] });
    if (!checked.ok || !isConsoleUser(user) || !isPlainPath(root)) return undefined;
    return wordsOf(hubFiles(read, checked.answers, [{ name: user, role: 'operator' }], hubPlaces(root))).map((word) => word.replaceAll(root, '/tmp/try'));
  });
});

test('FS-693: no answer about a site begins a line or a word of its own', () => {
  const want = wordsOf(siteFiles(read, SITE, sitePlaces(''), true));
  demandSameWords(want, ['hub-a=hub-a.example:8883', 'frigate'], ([address = '', prefix = '']) => {
    const hub = parseHubAddress(address);
    if (hub === undefined || !isTopicPrefix(prefix)) return undefined;
    return wordsOf(siteFiles(read, { ...SITE, hubs: [hub], prefixes: [prefix] }, sitePlaces(''), true));
  });
});

test('a value that is not one printable word never reaches a template', () => {
  for (const word of ['', 'a b', 'a\nb', 'a\u0000', 'ü']) assert.throws(() => fill('port {{port}}\n', { port: word }), /printable word/);
  assert.throws(() => fill('port {{port}}\n', {}), /asks for port/);
});

test('names, networks and ports that are no such are told one by one', () => {
  const checked = checkHubAnswers({ hosts: ['a b', 'hub.example'], sitePort: 0, consolePort: 8884, websocketPort: 8884, bind: '::1', consoleNetworks: ['10.0.0.0/33'] });
  assert.ok(!checked.ok);
  assert.equal(checked.problems.length, 5);
  for (const [text, good] of [['10.0.0.0/8', true], ['fd00::/8', true], ['10.0.0.0', false], ['010.0.0.0/8', false], ['1::2::3/8', false], ['fd00::/129', false]] as const) {
    assert.equal(isNetwork(text), good, text);
  }
  assert.deepEqual([isHost('a-b.example'), isHost('-a'), isHost('a..b'), isHubName('hub-a'), isHubName('Hub')], [true, false, false, true, false]);
});

test('the agent runs from the version that `current` names', () => {
  assert.ok(agentUnit(read, sitePlaces('')).includes('ExecStart=/opt/blocao-agent/current/bin/blocao-agent site --settings /etc/blocao-agent/settings.json\n'));
});

test('FS-947: what the agent writes makes systemd start the broker anew, six times an hour at most, and nothing else', () => {
  const [path, service] = restartUnits(read, sitePlaces('')).map(({ text }) => linesOf(text));
  assert.ok(path?.includes('PathChanged=/var/lib/blocao-agent/broker-restart'));
  assert.deepEqual(service?.filter((line) => line.startsWith('Exec')), ['ExecStart=/usr/bin/systemctl try-restart blocao-broker.service']);
  for (const line of ['Type=oneshot', 'StartLimitIntervalSec=3600', 'StartLimitBurst=6']) assert.ok(service?.includes(line), line);
  const broker = linesOf(textOf(siteFiles(read, SITE, sitePlaces(''), true), 'blocao-broker.service'));
  for (const line of ['Wants=blocao-broker-restart.path', 'TimeoutStopSec=20']) assert.ok(broker.includes(line), line);
});
