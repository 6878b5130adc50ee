import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HUB_HEALTH_SUBSCRIPTIONS, isHubHealthTopic, withHubHealth, type HubHealth } from './hub-health.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const told = (known: HubHealth, topic: string, text: string): HubHealth => withHubHealth(known, `$SYS/broker/${topic}`, bytes(text));

test('FS-730: what a hub tells of itself is read by known names only; any other text changes nothing', () => {
  const read = [['version', 'mosquitto version 2.0.11'], ['uptime', '3600 seconds'], ['clients/connected', '41'], ['load/messages/received/1min', '12.5']] as const;
  const health = read.reduce<HubHealth>((known, [topic, text]) => told(known, topic, text), {});
  assert.deepEqual(health, { version: 'mosquitto version 2.0.11', uptime: 3600, clientsConnected: 41, receivedPerMinute: 12.5 });
  const nonsense = fc.oneof(fc.string(), fc.constantFrom('', 'NaN', '-1', 'Infinity', '1'.repeat(81)));
  const topics = fc.oneof(fc.constantFrom('clients/connected', 'clients/active', 'connection/BL-LAB-1/state', '__proto__'), fc.string());
  const isNumber = (text: string): boolean => /^\s*[\d.]/.test(text) || Number(text) >= 0;
  fc.assert(
    fc.property(topics, nonsense, (topic, text) => {
      fc.pre(topic !== 'clients/connected' || (!isNumber(text) || text.length > 80 || text === '' || text === 'Infinity'));
      fc.pre(!['version', 'uptime'].includes(topic));
      return told(health, topic, text) === health;
    }),
    { seed: 730 },
  );
});

test('The patterns are single topics, and none is a bridge state', () => {
  for (const { topic, qos } of HUB_HEALTH_SUBSCRIPTIONS) {
    assert.equal(qos, 0);
    assert.ok(isHubHealthTopic(topic) && !/[+#]/.test(topic) && !topic.includes('/connection/'), topic);
  }
});
