import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_COLUMNS } from '../fleet/saved-view.ts';
import { DEFAULT_SOUNDS } from '../fleet/sound-settings.ts';
import { checkHubForm } from './hub-form.ts';
import { createProfileDirs, keepConsoleId, profileAt } from './profile.ts';
import {
  defaultSettings,
  loadSettings,
  nextHubId,
  parseSettings,
  parseSettingsChange,
  saveSettings,
} from './settings.ts';
import { DEFAULT_TUNNEL } from './tunnel-settings.ts';

const inFolder = (run: (dir: string) => void): void => {
  const dir = mkdtempSync(join(tmpdir(), 'blocao-profile-'));
  try {
    run(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
};
const hub = { id: 'hub-1', name: 'Frankfurt', url: 'mqtts://hub.example:8883', user: 'desk' };

test('the language of a fresh profile is the one of the system where we speak it', () => {
  assert.equal(defaultSettings('de-AT').language, 'de');
  assert.equal(defaultSettings('es').language, 'es');
  assert.equal(defaultSettings('fr-FR').language, 'en');
});

test('settings come back as they were saved, from a file that only its owner reads', () => {
  inFolder((dir) => {
    const file = join(dir, 'settings.json');
    const settings = { ...defaultSettings('en'), customer: 'Harbour Stores', theme: 'light' as const, hubs: [hub] };
    saveSettings(file, settings);
    assert.deepEqual(loadSettings(file, defaultSettings('de')), settings);
    assert.equal(statSync(file).mode & 0o077, 0);
  });
});

test('broken settings are put aside, not overwritten', () => {
  inFolder((dir) => {
    const file = join(dir, 'settings.json');
    writeFileSync(file, '{"theme": "li');
    assert.deepEqual(loadSettings(file, defaultSettings('en')), defaultSettings('en'));
    assert.equal(readFileSync(`${file}.broken`, 'utf8'), '{"theme": "li');
    assert.equal(existsSync(file), false);
  });
});

test('what does not fit in stored settings takes the default; a hub with credentials in its URL is left out', () => {
  const stored = {
    theme: 'pink',
    language: 'de',
    customer: 7,
    hubs: [hub, { ...hub, url: 'mqtt://a:b@hub.example' }, null, 'x'],
  };
  assert.deepEqual(parseSettings(stored, defaultSettings('en')), {
    customer: '',
    theme: 'dark',
    language: 'de',
    textSizePercent: 100,
    views: [],
    columns: DEFAULT_COLUMNS,
    sounds: DEFAULT_SOUNDS,
    hubs: [hub],
    tunnel: DEFAULT_TUNNEL,
  });
});

test('any stored JSON gives settings', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      const settings = parseSettings(body, defaultSettings('en'));
      assert.deepEqual(parseSettings(settings, defaultSettings('en')), settings);
    }),
    { seed: 5 },
  );
});

test('a window changes customer, theme and language, nothing else', () => {
  assert.deepEqual(parseSettingsChange({ theme: 'light', hubs: [hub], consoleId: 'x' }), { theme: 'light' });
});

test('the form takes a hub without a name, and keeps the id of an address that is known', () => {
  const fresh = checkHubForm({ url: 'mqtt://b.example', name: '' }, [hub]);
  assert(fresh.ok);
  assert.deepEqual(fresh.hub, { id: 'hub-2', name: 'b.example', url: 'mqtt://b.example' });
  const again = checkHubForm({ url: hub.url, name: 'FRA', user: 'ops', password: 'pw' }, [hub]);
  assert(again.ok);
  assert.deepEqual(again.hubs, [{ id: 'hub-1', name: 'FRA', url: hub.url, user: 'ops' }]);
  assert.equal(again.password, 'pw');
});

test('the form refuses what the settings could not keep', () => {
  const codes = [
    { url: 'x' },
    { url: hub.url, password: 'pw' },
    { url: hub.url, name: 'n'.repeat(201) },
    null,
    { url: 3 },
  ].map((form) => {
    const checked = checkHubForm(form, []);
    return checked.ok || checked.code;
  });
  assert.deepEqual(codes, ['not_a_url', 'user_missing', 'too_long', 'not_a_url', 'too_long']);
});

test('a hub is changed in its place; a taken address, a missing key and files that nobody chose are refused', () => {
  const other = { id: 'hub-2', name: 'Madrid', url: 'mqtts://mad.example:8883' };
  const files = { certFile: '/c.pem', keyFile: '/k.pem' };
  const form = { id: 'hub-1', name: 'FRA', url: hub.url, user: 'desk', ...files };
  const changed = checkHubForm(form, [hub, other], () => true);
  assert.ok(changed.ok);
  assert.deepEqual(changed.hubs, [{ ...hub, name: 'FRA', ...files }, other]);
  const kept = checkHubForm({ ...form, certFile: undefined, keyFile: undefined }, changed.hubs);
  assert.deepEqual(kept.ok && kept.hub, changed.hub);
  const without = checkHubForm({ ...form, certFile: '', keyFile: '' }, changed.hubs);
  assert.deepEqual(without.ok && without.hub, { ...hub, name: 'FRA' });
  const forms = [{ ...form, url: other.url }, { ...form, id: 'hub-9' }, { ...form, keyFile: '' }, form];
  const codes = forms.map((one, index) => {
    const checked = checkHubForm(one, [hub, other], () => index < 3);
    return checked.ok || checked.code;
  });
  assert.deepEqual(codes, ['duplicate', 'unknown_hub', 'key_missing', 'file']);
});

test('hub ids count up', () => {
  assert.equal(nextHubId([]), 'hub-1');
  assert.equal(
    nextHubId([
      { ...hub, id: 'hub-4' },
      { ...hub, id: 'hub-0a1b2c3d' },
    ]),
    'hub-5',
  );
});

test('the console id is kept over starts and over broken settings', () => {
  inFolder((dir) => {
    const profile = profileAt(join(dir, 'profile'));
    createProfileDirs(profile);
    const id = keepConsoleId(profile);
    assert.match(id, /^[0-9a-f]{8}$/);
    writeFileSync(profile.settingsFile, '}');
    assert.equal(keepConsoleId(profile), id);
    writeFileSync(profile.consoleFile, '{"id":"no"}');
    assert.match(keepConsoleId(profile), /^[0-9a-f]{8}$/);
  });
});
