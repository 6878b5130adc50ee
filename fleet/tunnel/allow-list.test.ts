import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allowedTargets, canonicalHost, parseAbsolute, parseAuthority, targetKey } from './allow-list.ts';

const site = { id: 'web', host: 'BL-WH-3.tn.test', port: 5000, scheme: 'http' } as const;

test('FS-801: only exactly the hosts and ports of the site are targets, however they are spelled', () => {
  const allowed = allowedTargets([site, { id: 'six', host: 'fd7a::1', port: 8971, scheme: 'https' }]);
  const may = (text: string): boolean => {
    const found = parseAuthority(text);
    return found !== undefined && allowed.has(targetKey(found));
  };
  for (const good of ['bl-wh-3.tn.test:5000', 'BL-WH-3.TN.TEST.:5000', '[fd7a::1]:8971']) assert.ok(may(good), good);
  const others = ['bl-wh-3.tn.test:5001', 'bl-wh-3.tn.test', 'bl-wh-3.tn.test:05000', 'xbl-wh-3.tn.test:5000'];
  const tricks = ['a@bl-wh-3.tn.test:5000', 'bl-wh-3.tn.test:5000:5000', 'bl-wh-3.tn.test:5000/', '127.0.0.1:5000', ':5000'];
  for (const bad of [...others, ...tricks, 'bl-wh-3.tn.test..:5000', 'bl-wh-3.tn.test:99999', '']) assert.ok(!may(bad), bad);
});

test('FS-802: a request line in absolute form is read strictly, so that proxy and site never read two targets', () => {
  const at = (text: string): string | undefined => {
    const found = parseAbsolute(text);
    return found && `${targetKey(found)} ${found.path}`;
  };
  assert.equal(at('http://site.test/'), 'site.test:80 /');
  assert.equal(at('http://site.test'), 'site.test:80 /');
  assert.equal(at('HTTP://Site.test:5000/a//b?x=http://other/'), 'site.test:5000 /a//b?x=http://other/');
  assert.equal(at('http://site.test?x=1'), 'site.test:80 /?x=1');
  assert.equal(at('http://[fd7a::1]:5000/x'), 'fd7a::1:5000 /x');
  const refused = ['/only-path', 'https://site.test/', 'http://a@site.test/', 'http://site.test\\@other/', 'http://site.test /x'];
  const more = ['http:///x', 'http://site.test:x/', 'http://site.test:0/', 'ftp://site.test/', 'http://site.test/#x', '*', ''];
  for (const bad of [...refused, ...more]) assert.equal(at(bad), undefined, bad);
});

test('FS-802: what is read as a target has no other reading than that of a URL parser', () => {
  const part = fc.stringMatching(/^[a-z0-9.:@/\\?#[\]_-]{0,24}$/);
  fc.assert(
    fc.property(part, (text) => {
      const found = parseAbsolute(`http://${text}`);
      if (found === undefined) return;
      let url: URL;
      try {
        url = new URL(`http://${text}`);
      } catch {
        return;
      }
      // A URL parser also rewrites numbers to addresses (`1` is 0.0.0.1): such a host is on no list of names.
      if (/^[0-9.xa-f]+$/.test(found.host)) return;
      assert.equal(canonicalHost(url.hostname), /[:]/.test(found.host) ? canonicalHost(url.hostname) : found.host);
      assert.equal(url.port === '' ? 80 : Number(url.port), found.port);
    }),
    { seed: 6, numRuns: 2_000 },
  );
});
