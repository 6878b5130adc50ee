import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CONSOLE_SUBSCRIPTIONS } from '../../fleet/topics.ts';
import { isWithin, mayPublish, maySubscribe } from './hub-rights.ts';
import { matchesFilter } from './local-broker.ts';

const site = { role: 'site', site: 'BL-LAB-1' } as const;
const operator = { role: 'operator' } as const;
const viewer = { role: 'viewer' } as const;

test('FS-675: a site writes its own states, events, acknowledgements and bridge state, nothing else', () => {
  for (const [topic, expected] of [
    ['fleet/v1/BL-LAB-1/state/health', true],
    ['fleet/v1/BL-LAB-1/event/alert', true],
    ['fleet/v1/BL-LAB-1/cmd/ack', true],
    ['$SYS/broker/connection/BL-LAB-1/state', true],
    ['fleet/v1/BL-LAB-1/cmd/req', false],
    ['fleet/v1/BL-LAB-2/state/health', false],
    ['$SYS/broker/connection/BL-LAB-2/state', false],
    ['fleet/v1/_desk/site/BL-LAB-1', false],
  ] as const) {
    assert.equal(mayPublish(site, topic), expected, topic);
  }
});

test('an operator writes desk documents, commands and hints; a viewer writes nothing', () => {
  for (const [topic, expected] of [
    ['fleet/v1/_desk/alert/BL-LAB-1/01ARZ3NDEKTSV4RRFFQ69G5FAV', true],
    ['fleet/v1/BL-LAB-1/cmd/req', true],
    ['fleet/v1/BL-LAB-1/hint/git', true],
    ['fleet/v1/BL-LAB-1/state/health', false],
    ['$SYS/broker/connection/BL-LAB-1/state', false],
  ] as const) {
    assert.equal(mayPublish(operator, topic), expected, topic);
    assert.equal(mayPublish(viewer, topic), false, topic);
  }
});

test('consoles read the patterns of the contract and narrower ones, never #', () => {
  for (const user of [operator, viewer]) {
    for (const { topic } of CONSOLE_SUBSCRIPTIONS) assert.ok(maySubscribe(user, topic), topic);
    assert.ok(maySubscribe(user, 'fleet/v1/BL-LAB-1/state/health'));
    for (const filter of ['#', 'fleet/#', 'fleet/v1/+/cmd/req', '$SYS/#', '+/v1/+/state/#']) {
      assert.equal(maySubscribe(user, filter), false, filter);
    }
  }
});

test('a site reads its own commands and hints only', () => {
  assert.ok(maySubscribe(site, 'fleet/v1/BL-LAB-1/cmd/req') && maySubscribe(site, 'fleet/v1/BL-LAB-1/hint/#'));
  for (const filter of ['fleet/v1/+/cmd/req', 'fleet/v1/BL-LAB-2/cmd/req', 'fleet/v1/_desk/#', '#']) {
    assert.equal(maySubscribe(site, filter), false, filter);
  }
});

test('a filter within another matches no topic that the other does not', () => {
  const level = fc.constantFrom('a', 'b', 'c');
  const filter = fc
    .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([levels, rest]) => [...levels, ...(rest ? ['#'] : [])].join('/'));
  const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
  fc.assert(
    fc.property(filter, filter, topic, (asked, allowed, name) => {
      if (isWithin(asked, allowed) && matchesFilter(asked, name)) assert.ok(matchesFilter(allowed, name));
    }),
    { seed: 81, numRuns: 2_000 },
  );
});
