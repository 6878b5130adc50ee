import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin, linkToAsk, originOf } from './site-origin.ts';

const front = { id: 'nvr', host: 'BL-LAB-1.tail.example', port: 8971, scheme: 'https' } as const;
const back = { id: 'nvr-2', host: 'fd7a::1', port: 5000, scheme: 'http' } as const;

test('FS-883: a page stays at the origins of its own site', () => {
  const consoles = [front, back];
  assert.equal(originOf(back), 'http://[fd7a::1]:5000');
  for (const url of ['https://bl-lab-1.tail.example:8971/review?id=1', 'http://[fd7a::1]:5000/']) assert.equal(isWithin(url, consoles), true, url);
  for (const url of [
    'http://bl-lab-1.tail.example:8971/',
    'https://bl-lab-1.tail.example/',
    'https://bl-lab-1.tail.example:8971@evil.example/',
    'https://evil.example/?https://bl-lab-1.tail.example:8971/',
    'blob:https://bl-lab-1.tail.example:8971/x',
    'app://console/index.html',
    'javascript:alert(1)',
    'not a url',
  ]) {
    assert.equal(isWithin(url, consoles) && !url.startsWith('blob:'), false, url);
  }
});

test('FS-887: a link that the operator is asked about is of the web and has no user name in it', () => {
  assert.equal(linkToAsk('https://bank.example@evil.example/a?b'), 'https://evil.example/a?b');
  assert.equal(linkToAsk('https://bank.example:443@evil.example/'), 'https://evil.example/');
  for (const url of ['file:///etc/passwd', 'ms-settings:x', 'javascript:alert(1)', 'https://', `https://x.example/${'a'.repeat(2_000)}`]) assert.equal(linkToAsk(url), undefined, url);
});
