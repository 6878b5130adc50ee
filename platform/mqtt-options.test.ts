import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectOptions, isLinkUrl, withoutLogin } from './mqtt-options.ts';

const OPTIONS = { clientId: 'c', keepaliveS: 30, cleanStart: false, random: () => 0 };

test('FS-407: mqtt, mqtts, ws and wss are spoken, nothing else; a login in the address is used and not shown', () => {
  const good = ['mqtt://hub.example', 'mqtts://hub.example:8883', 'ws://hub.example/mqtt', 'wss://ana:pw@hub.example:443/mqtt'];
  assert.deepEqual(good.map((url) => isLinkUrl(url)), [true, true, true, true]);
  const bad = ['http://hub.example', 'hub.example', 'mqtt://', '', 'file:///etc/passwd', 'javascript:alert(1)'];
  assert.deepEqual(bad.map((url) => isLinkUrl(url)), bad.map(() => false));
  assert.equal(withoutLogin('mqtt://ana:p%40w@hub.example:1883'), 'mqtt://hub.example:1883');
  const options = connectOptions({ ...OPTIONS, url: 'mqtt://ana:p%40w@hub.example' }, 5);
  assert.deepEqual([options.username, options.password], ['ana', 'p@w']);
});

test('FS-434: the broker\'s certificate is always verified, and a client certificate never leaves over a plain link', () => {
  const certificate = { ca: 'CA', cert: 'CERT', key: 'KEY' };
  const secure = connectOptions({ ...OPTIONS, ...certificate, url: 'wss://hub.example' }, 5);
  assert.deepEqual([secure.rejectUnauthorized, secure.ca, secure.cert], [true, 'CA', 'CERT']);
  const plain = connectOptions({ ...OPTIONS, ...certificate, url: 'mqtt://hub.example' }, 5);
  assert.deepEqual([plain.cert, plain.key], [undefined, undefined]);
});
