import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultSettings } from './settings.ts';
import { exportText, readExport } from './transfer.ts';

const hub = { id: 'hub-1', name: 'Frankfurt', url: 'mqtts://hub.example:8883', user: 'desk', caFile: '/ca.pem' };
const fresh = defaultSettings('en');

test('a second console is set up from the first by one file', () => {
  const settings = { ...fresh, customer: 'Harbour Stores', theme: 'light' as const, textSizePercent: 125, hubs: [hub] };
  const read = readExport(exportText(settings), fresh);
  assert.deepEqual(read, { ok: true, settings });
});

test('hubs of the file that carry a login, share an id or an address are left out', () => {
  const login = { id: 'hub-3', name: 'x', url: 'mqtts://a:b@hub.example' };
  const hubs = [hub, { ...hub, name: 'again' }, { ...hub, id: 'hub-2' }, login];
  const text = JSON.stringify({ kind: 'blocao-fleet-console-settings', v: 1, hubs, password: 'pw' });
  const read = readExport(text, fresh);
  assert.deepEqual(read.ok && read.settings, { ...fresh, hubs: [hub] });
});

test('another file, a newer one and any text leave the settings alone', () => {
  assert.equal(JSON.stringify(readExport('{}', fresh)).includes('not_settings'), true);
  const newer = readExport(JSON.stringify({ kind: 'blocao-fleet-console-settings', v: 2 }), fresh);
  assert.equal(!newer.ok && newer.code, 'newer');
  fc.assert(fc.property(fc.string(), (text) => !readExport(text, fresh).ok), { seed: 8 });
});
