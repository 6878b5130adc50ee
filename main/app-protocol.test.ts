import assert from 'node:assert/strict';
import { resolve, sep } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { CONTENT_SECURITY_POLICY, fileOfUrl } from './app-protocol.ts';

const root = resolve('/build/renderer');

test('an address names a file of the build', () => {
  assert.deepEqual(fileOfUrl(root, 'app://console/assets/index-1.js?x#y'), {
    path: `${root}${sep}assets${sep}index-1.js`,
    mediaType: 'text/javascript; charset=utf-8',
  });
});

test('a path that leaves the build, another host or kind of file is refused', () => {
  for (const path of [
    '/../main/index.js',
    '/%2e%2e/main/index.js',
    '/..%2fmain/index.js',
    '/a/%2e%2e/%2e%2e/x.js',
    '/..%5cmain%5cindex.js',
    '/x%00.js',
    '/%',
    '/',
    '/key.pem',
  ]) {
    const file = fileOfUrl(root, `app://console${path}`);
    assert(file === undefined || file.path.startsWith(root + sep), path);
  }
  assert.equal(fileOfUrl(root, 'app://console/..%2fmain/index.js'), undefined);
  assert.equal(fileOfUrl(root, 'app://other/index.html'), undefined);
  assert.equal(fileOfUrl(root, 'file:///etc/passwd'), undefined);
  assert.equal(fileOfUrl(root, 'app://console/key.pem'), undefined);
});

test('whatever the address, no file outside of the build is named', () => {
  const piece = fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '/', '\\', 'a', 'x.js', '%00', '%', '');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const file = fileOfUrl(root, `app://console/${pieces.join('/')}.js`);
      assert(file === undefined || file.path.startsWith(root + sep));
    }),
    { seed: 11, numRuns: 1_000 },
  );
});

test('the policy allows nothing inline, no eval and no other origin', () => {
  assert.doesNotMatch(CONTENT_SECURITY_POLICY, /unsafe|https?:|\*/);
});
