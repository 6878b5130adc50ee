import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fencedDocument, isServiceWorkerScript } from './document-headers.ts';

test('FS-885: documents of a site are told to ask for no dialog and no floating window, beside what they say themselves', () => {
  const said = fencedDocument({ 'content-security-policy': ["default-src 'self'"], 'permissions-policy': ['picture-in-picture=*'], 'x-own': ['1'] });
  assert.deepEqual(Object.keys(said).sort(), ['content-security-policy', 'permissions-policy', 'x-own']);
  assert.equal(said['content-security-policy']?.length, 2);
  assert.match(said['content-security-policy']?.[1] ?? '', /^sandbox .*allow-same-origin/);
  assert.doesNotMatch(said['content-security-policy']?.[1] ?? '', /modals/);
  assert.equal(said['permissions-policy']?.at(-1), 'picture-in-picture=()');
  assert.equal(isServiceWorkerScript({ 'Service-Worker': 'script' }), true);
  assert.equal(isServiceWorkerScript({ Accept: '*/*' }), false);
});
