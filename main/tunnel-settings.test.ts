import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TunnelSettings } from '../fleet/tunnel/window.ts';
import { changeTunnel, changeViewers, DEFAULT_TUNNEL, parseTunnelSettings, viewerFor } from './tunnel-settings.ts';

const never = (): boolean => false;
const codeOf = (changed: { readonly ok: boolean; readonly code?: string }): string | undefined => changed.code;

test('any stored JSON gives settings of the tunnel', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      const settings = parseTunnelSettings(body, DEFAULT_TUNNEL);
      assert.deepEqual(parseTunnelSettings(settings, DEFAULT_TUNNEL), settings);
    }),
    { seed: 7 },
  );
});

test('FS-877: a control server is an origin; credentials, paths and other schemes are refused', () => {
  const good = changeTunnel({ controlUrl: ' https://head.example/ ' }, DEFAULT_TUNNEL, never);
  assert(good.ok);
  assert.equal(good.settings.controlUrl, 'https://head.example');
  for (const controlUrl of ['head.example', 'https://u:p@head.example', 'https://head.example/x', 'ftp://head.example', 'javascript:1', 7]) {
    assert.equal(codeOf(changeTunnel({ controlUrl }, DEFAULT_TUNNEL, never)), 'bad_url', String(controlUrl));
  }
  const back = changeTunnel({ controlUrl: '' }, good.settings, never);
  assert(back.ok);
  assert.equal(back.settings.controlUrl, '');
});

test('FS-877: a CA file counts only where the operator chose it, and goes when it is emptied', () => {
  assert.equal(codeOf(changeTunnel({ caFile: '/etc/passwd' }, DEFAULT_TUNNEL, never)), 'bad_file');
  const with_ = changeTunnel({ caFile: '/ca.pem' }, DEFAULT_TUNNEL, (path) => path === '/ca.pem');
  assert(with_.ok);
  assert.equal(with_.settings.caFile, '/ca.pem');
  const kept = changeTunnel({ caFile: '/ca.pem', nodeName: 'desk-1' }, with_.settings, never);
  assert(kept.ok);
  const without = changeTunnel({ caFile: '' }, kept.settings, never);
  assert(without.ok);
  assert.deepEqual(without.settings, { ...DEFAULT_TUNNEL, nodeName: 'desk-1' });
});

test('a name in the tailnet is a DNS label', () => {
  for (const nodeName of ['Desk', 'a b', '-a', 'a.b', 'ä', 'x'.repeat(64)]) {
    assert.equal(codeOf(changeTunnel({ nodeName }, DEFAULT_TUNNEL, never)), 'bad_name', nodeName);
  }
});

test('FS-878: each site has one account; the one for all serves sites without', () => {
  let settings: TunnelSettings = DEFAULT_TUNNEL;
  for (const form of [
    { site: '*', user: 'desk', password: 'a' },
    { site: 'BL-LAB-1', user: 'old', password: 'b' },
    { site: 'BL-LAB-1', user: 'lab', password: 'c' },
  ]) {
    const changed = changeViewers(form, settings.viewers);
    assert(changed.ok);
    settings = { ...settings, viewers: changed.viewers };
  }
  assert.deepEqual(viewerFor(settings.viewers, 'BL-LAB-1'), { site: 'BL-LAB-1', user: 'lab' });
  assert.deepEqual(viewerFor(settings.viewers, 'BL-LAB-2'), { site: '*', user: 'desk' });
  const gone = changeViewers({ site: 'BL-LAB-1', user: 'lab' }, settings.viewers);
  assert(gone.ok);
  assert.deepEqual(gone.viewers, [{ site: '*', user: 'desk' }]);
  assert.equal(viewerFor([{ site: 'BL-LAB-1' as never, user: 'lab' }], 'BL-LAB-2'), undefined);
});

test('an account without site, user or password is refused', () => {
  assert.equal(codeOf(changeViewers({ site: 'lab', user: 'a', password: 'b' }, [])), 'bad_site');
  assert.equal(codeOf(changeViewers({ site: '*', user: '', password: 'b' }, [])), 'bad_account');
  assert.equal(codeOf(changeViewers({ site: '*', user: 'a', password: '' }, [])), 'bad_account');
});
