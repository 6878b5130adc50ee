import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseConsoleId, parseSiteId } from './ids.ts';
import { FLEET, hostileFile } from './testing/fixtures.ts';
import { siteIdArbitrary } from './testing/arbitraries.ts';
import {
  CONSOLE_SUBSCRIPTIONS,
  CONSOLE_WRITES,
  bridgeStateTopic,
  deskTopic,
  inspectTopic,
  localTopic,
  parseLocalTopic,
  parseTopic,
  siteTopic,
} from './topics.ts';
import { CATALOGUE, DESK_KINDS, TOPIC_KINDS } from './wire/catalogue.ts';

const site = parseSiteId('BL-LAB-1')!;
const console = parseConsoleId('0a1b2c3d')!;

const exampleOf = (pattern: string): string =>
  pattern.replace('CONSOLE', console).replace('/ID', '/site_offline.412.7').replace(/(?<=\/)S(?=\/|$)/, site);

test('FS-6: the pattern of every kind in the catalogue parses to that kind', () => {
  for (const kind of TOPIC_KINDS) assert.equal(parseTopic(exampleOf(CATALOGUE[kind].topic))?.kind, kind);
});

test('FS-6: the builders make the topics of the catalogue', () => {
  for (const kind of TOPIC_KINDS) {
    const topic = exampleOf(CATALOGUE[kind].topic);
    if (kind === 'bridge/state') assert.equal(bridgeStateTopic(site), topic);
    else if (kind === 'desk/alert') assert.equal(deskTopic(kind, site, 'site_offline.412.7'), topic);
    else if (kind === 'desk/site') assert.equal(deskTopic(kind, site), topic);
    else if (kind === 'desk/operator') assert.equal(deskTopic(kind, console), topic);
    else if (DESK_KINDS.some((desk) => desk === kind)) assert.equal(deskTopic(kind as 'desk/rule', 'site_offline.412.7'), topic);
    else if (kind !== 'hub/summary') assert.equal(siteTopic(site, kind as 'state/health'), topic);
  }
});

test('FS-7: on the site broker a topic has no site level', () => {
  assert.equal(localTopic('state/health'), 'fleet/v1/state/health');
  assert.equal(parseLocalTopic('fleet/v1/cmd/req'), 'cmd/req');
  for (const topic of ['fleet/v1/BL-LAB-1/cmd/req', 'fleet/v1/state', 'frigate/stats']) {
    assert.equal(parseLocalTopic(topic), undefined);
  }
  assert.equal(parseTopic('fleet/v1/state/health'), undefined);
});

test('FS-6: every valid site id comes back out of its topics', () => {
  fc.assert(
    fc.property(siteIdArbitrary, (id) => {
      assert.equal(parseTopic(siteTopic(id, 'state/agent'))?.site, id);
      assert.equal(parseTopic(bridgeStateTopic(id))?.site, id);
      assert.equal(parseTopic(deskTopic('desk/alert', id, 'x'))?.site, id);
    }),
    { seed: 101, numRuns: 200 },
  );
});

test('FS-8: hostile/37-topic-injection.txt, wildcards, $, .. and empty levels are no site', () => {
  const injected = readFileSync(hostileFile('37-topic-injection.txt'), 'utf8');
  assert.equal(parseSiteId(injected), undefined);
  for (const level of [injected, '+', '#', '', '..', '$SYS', 'BL-LAB-1\u0000', 'bl-lab-1']) {
    for (const topic of [`fleet/v1/${level}/state/health`, `fleet/v1/_desk/site/${level}`, `$SYS/broker/connection/${level}/state`]) {
      assert.equal(parseTopic(topic), undefined, topic);
    }
  }
});

test('FS-8: a wrong site level is told apart from a foreign topic', () => {
  assert.equal(inspectTopic('fleet/v1/bl-lab-1/state/health'), 'site_id');
  assert.equal(inspectTopic('fleet/v1/_desk/site/nowhere'), 'site_id');
  assert.equal(inspectTopic('$SYS/broker/connection/x/state'), 'site_id');
  for (const topic of ['frigate/stats', 'fleet/v2/BL-LAB-1/state/health', 'fleet/v1/BL-LAB-1/state/else', '$SYS/broker/uptime', '']) {
    assert.equal(inspectTopic(topic), 'topic', topic);
  }
});

test('FS-8: desk topics with missing, extra or unsafe levels are foreign', () => {
  const wrong = ['alert/BL-LAB-1', 'alert/BL-LAB-1/a/b', 'alert/BL-LAB-1/', 'alert/BL-LAB-1/+', 'window', 'window/', 'window/a/b'];
  const unknown = ['operator/xyz', 'operator/0A1B2C3D', 'nothing/x', 'rule/.hidden', `rule/${'a'.repeat(129)}`];
  for (const rest of [...wrong, ...unknown]) assert.equal(inspectTopic(`fleet/v1/_desk/${rest}`), 'topic', rest);
});

test('FS-9: a console subscribes to patterns that cover all it may read, never to #', () => {
  const covers = (filter: string, topic: string): boolean =>
    new RegExp(`^${filter.replace('$', '\\$').replaceAll('+', '[^/]+').replace('#', '.+')}$`).test(topic);
  for (const { topic } of CONSOLE_SUBSCRIPTIONS) assert.notEqual(topic, '#');
  for (const kind of TOPIC_KINDS) {
    const covering = CONSOLE_SUBSCRIPTIONS.filter((subscription) => covers(subscription.topic, exampleOf(CATALOGUE[kind].topic)));
    const isDown = CATALOGUE[kind].direction === 'down';
    assert.equal(covering.length, isDown ? 0 : 1, kind);
    // Events at QoS 1; states and desk documents at QoS 0 (contract §6, §8).
    if (!isDown) assert.equal(covering[0]?.qos, CATALOGUE[kind].direction === 'up' ? CATALOGUE[kind].qos : 0, kind);
  }
  assert.deepEqual(CONSOLE_WRITES, ['fleet/v1/_desk/#', 'fleet/v1/+/cmd/req', 'fleet/v1/+/hint/git']);
});

/** Files that a file needs at run time; imports of types vanish. */
const runtimeImports = (file: string): readonly string[] =>
  [...readFileSync(path.join(FLEET, file), 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gm)].map(([, target]) => target ?? '');

const reachedFrom = (file: string, reached = new Set<string>()): ReadonlySet<string> => {
  if (reached.has(file)) return reached;
  reached.add(file);
  for (const target of runtimeImports(file)) {
    if (target.startsWith('.')) reachedFrom(path.posix.normalize(path.posix.join(path.posix.dirname(file), target)), reached);
    else reached.add(target);
  }
  return reached;
};

test('FS-37: ids, topics, texts and the IPC schema pull neither schemas nor their compiler', () => {
  for (const file of ['ids.ts', 'topics.ts', 'text.ts', 'canonical-json.ts', 'ipc.ts', 'delta.ts']) {
    assert.deepEqual([...reachedFrom(file)].filter((name) => name.includes('typebox') || name.includes('wire/')), [], file);
  }
  assert.ok(reachedFrom('decode.ts').has('typebox/schema'));
});
