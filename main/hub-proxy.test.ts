import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHubForm } from './hub-form.ts';
import { gatherHubs } from './hub-secrets.ts';
import { checkProxyUrl } from './hub-url.ts';
import { defaultSettings, parseSettings } from './settings.ts';
import { exportText, readExport } from './transfer.ts';

const hub = { id: 'hub-1', name: 'Frankfurt', url: 'mqtts://hub.example:8883', user: 'desk', proxyUrl: 'http://proxy.example:3128', proxyUser: 'web' };
const form = { name: 'Frankfurt', url: hub.url, user: 'desk', password: '' };

test('FS-733: a proxy is an http address without login; its user stands in the settings, its password never', () => {
  assert.equal(checkProxyUrl('Proxy.example:3128'), 'http://proxy.example:3128');
  for (const bad of ['', 'https://proxy.example', 'http://a:b@proxy.example', 'http://proxy.example/pac', 'socks5://x:1']) assert.equal(checkProxyUrl(bad), undefined);
  const added = checkHubForm({ ...form, proxyUrl: 'proxy.example:3128', proxyUser: ' web ', proxyPassword: 'secret' }, []);
  assert.ok(added.ok);
  assert.deepEqual([added.hub, added.proxyPassword], [hub, 'secret']);
  const settings = { ...defaultSettings('en'), hubs: added.hubs };
  assert.deepEqual(parseSettings(JSON.parse(JSON.stringify(settings)), defaultSettings('en')).hubs, [hub]);
  assert.deepEqual(readExport(exportText(settings), defaultSettings('en')), { ok: true, settings });
  assert.ok(!exportText(settings).includes('secret'));
  const refused = checkHubForm({ ...form, proxyUrl: 'http://web:secret@proxy.example' }, []);
  assert.ok(!refused.ok && refused.code === 'proxy' && !JSON.stringify(refused).includes('secret'));
});

test('FS-733: fields that a form does not have leave the proxy; an empty address takes it away', () => {
  const kept = checkHubForm({ ...form, id: 'hub-1' }, [hub]);
  assert.deepEqual(kept.ok && kept.hub, hub);
  const gone = checkHubForm({ ...form, id: 'hub-1', proxyUrl: '', proxyUser: 'web', proxyPassword: 'secret' }, [hub]);
  const { proxyUrl: _url, proxyUser: _user, ...straight } = hub;
  assert.deepEqual(gone.ok && [gone.hub, gone.proxyPassword], [straight, undefined]);
});

test('FS-733: the engine gets the proxy with the password that the keychain holds for its user and address', async () => {
  const passwords: Readonly<Record<string, string>> = { 'desk@mqtts://hub.example:8883': 'one', 'web@http://proxy.example:3128': 'two' };
  const find = ({ user, url }: { user?: string; url: string }) => Promise.resolve({ password: passwords[`${user}@${url}`] ?? 'none of these' });
  const { hubs } = await gatherHubs([hub], { given: () => undefined, find, pem: () => ({}) });
  assert.deepEqual(hubs, [
    { id: 'hub-1', name: 'Frankfurt', url: hub.url, user: 'desk', password: 'one', proxy: { url: hub.proxyUrl, user: 'web', password: 'two' } },
  ]);
});
