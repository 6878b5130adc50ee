import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalMessage, LocalSession } from '../site/local-broker.ts';
import { createSimulatedBroker, matchesFilter } from './local-broker.ts';

const message = (topic: string, payload = 'x', retain = true): LocalMessage => ({ topic, payload, qos: 0, retain });

const session = (heard: string[] = []): LocalSession => ({
  will: () => message('fleet/v1/state/agent', 'will'),
  connected: () => undefined,
  disconnected: () => void heard.push('disconnected'),
  subscriptions: ['frigate/stats', '$SYS/broker/connection/+/state'],
  message: (topic, payload) => void heard.push(`${topic} ${new TextDecoder().decode(payload)}`),
});

test('filters: + is one level, a final # is the rest, and nothing else is a wildcard', () => {
  for (const [filter, topic, expected] of [
    ['a/b', 'a/b', true],
    ['a/+', 'a/b', true],
    ['a/+', 'a/b/c', false],
    ['a/#', 'a/b/c', true],
    ['a/#', 'b', false],
    ['a/b', 'a', false],
    ['+/state', 'x/state', true],
  ] as const) {
    assert.equal(matchesFilter(filter, topic), expected, `${filter} ${topic}`);
  }
});

test('the agent hears what it subscribed to, and the retained bridge state when it connects', () => {
  const heard: string[] = [];
  const broker = createSimulatedBroker();
  broker.publishForeign(message('$SYS/broker/connection/BL-LAB-1/state', '1'));
  broker.start(session(heard));
  broker.publishForeign(message('frigate/stats', '{}', false));
  broker.publishForeign(message('frigate/events', '{}', false));
  assert.deepEqual(heard, ['$SYS/broker/connection/BL-LAB-1/state 1', 'frigate/stats {}']);
});

test('only the fleet tree crosses the bridge; Frigate and $SYS never do', () => {
  const broker = createSimulatedBroker();
  const crossed: string[] = [];
  broker.attach({ forward: ({ topic }) => crossed.push(topic) });
  broker.start(session());
  broker.publish(message('fleet/v1/state/health'));
  broker.publishForeign(message('frigate/stats'));
  broker.publishForeign(message('$SYS/broker/connection/BL-LAB-1/state'));
  assert.deepEqual(crossed, ['fleet/v1/state/health']);
});

test('an agent that dies leaves its last will, retained; one that says goodbye leaves none', async () => {
  const dead = createSimulatedBroker();
  dead.start(session());
  dead.dropAgent();
  assert.deepEqual(dead.retained().map(({ payload }) => payload), ['will']);
  const gone = createSimulatedBroker();
  gone.start(session());
  await gone.stop();
  gone.dropAgent();
  assert.deepEqual(gone.retained(), []);
});

test('an agent that is not connected publishes nothing', () => {
  const broker = createSimulatedBroker();
  broker.publish(message('fleet/v1/state/health'));
  assert.deepEqual(broker.retained(), []);
});
