import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkHubUrl, hostOfHub } from './hub-url.ts';

test('a hub address is kept in one spelling', () => {
  assert.deepEqual(checkHubUrl(' mqtts://Hub.Example:8883/ '), { ok: true, url: 'mqtts://hub.example:8883' });
  assert.deepEqual(checkHubUrl('wss://hub.example/mqtt/'), { ok: true, url: 'wss://hub.example/mqtt' });
  assert.deepEqual(checkHubUrl('mqtt://[::1]:1883'), { ok: true, url: 'mqtt://[::1]:1883' });
});

test('credentials in a hub address are refused and not repeated', () => {
  for (const url of ['mqtt://ana:secret@hub.example', 'mqtts://ana@hub.example', 'ws://:secret@hub.example']) {
    const checked = checkHubUrl(url);
    assert(!checked.ok);
    assert.equal(checked.code, 'credentials');
    assert.doesNotMatch(checked.text, /ana|secret/);
  }
});

test('what is no hub address is refused with its reason', () => {
  const codes = ['hub.example', '', 'https://hub.example', 'mqtt://']
    .map((text) => checkHubUrl(text))
    .map((check) => check.ok || check.code);
  assert.deepEqual(codes, ['not_a_url', 'not_a_url', 'scheme', 'host']);
});

test('any text gives an answer, and an accepted address is accepted again unchanged', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((rest) => `mqtt://${rest}`),
      ),
      (text) => {
        const checked = checkHubUrl(text);
        if (checked.ok) assert.deepEqual(checkHubUrl(checked.url), checked);
      },
    ),
    { seed: 3, numRuns: 500 },
  );
});

test('the host of a hub carries its port', () => {
  assert.equal(hostOfHub('wss://hub.example:9001/mqtt'), 'hub.example:9001');
  assert.equal(hostOfHub('mqtt://hub.example'), 'hub.example');
});
