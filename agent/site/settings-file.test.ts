import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Keywords } from '../../fleet/schema-keywords.ts';
import { agentSettingsOf } from './settings-agent.ts';
import { parseSettingsFile } from './settings-file.ts';
import { SettingsFile } from './settings-schema.ts';
import { DEFAULT_THRESHOLDS } from './thresholds.ts';

const NVR = { id: 'nvr', url: 'http://127.0.0.1:5000' };
const GOOD = {
  v: 1,
  site: 'BL-LAB-1',
  name: 'Lab',
  time_zone: 'Europe/Zurich',
  data_dir: '/var/lib/blocao-agent',
  broker: { url: 'mqtt://127.0.0.1:1883' },
  nvrs: [NVR],
};

const reasonOf = (change: object): string => {
  const parsed = parseSettingsFile(JSON.stringify({ ...GOOD, ...change }));
  return parsed.ok ? 'good' : parsed.reason;
};

const settingsOf = (change: object) => {
  const parsed = parseSettingsFile(JSON.stringify({ ...GOOD, ...change }));
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.reason);
  return agentSettingsOf(parsed.file);
};

test('FS-900: a settings file that is wrong is refused with the path and the reason, a mistyped key too', () => {
  const user = { user: 'fleet', password_file: '/etc/blocao-agent/nvr' };
  const cases: readonly (readonly [object, string])[] = [
    [{}, 'good'],
    [{ site: 'lab' }, 'site: is not an allowed value'],
    [{ nvrs: [] }, 'nvrs: has too few entries'],
    [{ nvrs: [{ id: 'nvr' }] }, 'nvrs/0/url: is missing'],
    [{ nvrs: [{ ...NVR, pasword_file: '/x' }] }, 'nvrs/0/pasword_file: is not a setting of this version'],
    [{ low_dat: true }, 'low_dat: is not a setting of this version'],
    [{ low_data: 'yes' }, 'low_data: has the wrong type'],
    [{ nvrs: [NVR, NVR] }, 'nvrs: an id stands there twice'],
    [{ nvrs: [{ ...NVR, topic_prefix: 'a' }, { ...NVR, id: 'b', topic_prefix: 'a/b' }] }, 'nvrs/1/topic_prefix: overlaps with that of nvrs/0'],
    [{ nvrs: [{ ...NVR, url: 'https://nvr.test:8971/api' }] }, 'nvrs/0/url: has a path; only scheme, host and port belong here'],
    [{ nvrs: [{ ...NVR, user: 'fleet' }] }, 'nvrs/0: user and password_file belong together'],
    [{ nvrs: [{ ...NVR, ...user, url: 'http://nvr.test:8971' }] }, 'nvrs/0: the password would cross the network in the clear; use https, or say "insecure": true'],
    [{ nvrs: [{ ...NVR, ...user, url: 'http://nvr.test:8971', insecure: true }] }, 'good'],
    [{ nvrs: [{ ...NVR, ...user, url: 'https://nvr.test:8971' }] }, 'good'],
    [{ nvrs: [{ ...NVR, ca: '/etc/ca.pem' }] }, 'nvrs/0: ca and sha256 need an https address'],
    [{ personal_data: { embedding: true } }, 'personal_data/embedding: no NVR names its database, which they are read from'],
    [{ personal_data: { embedding: true }, nvrs: [{ ...NVR, database: '/srv/frigate/frigate.db' }] }, 'good'],
    [{ lat: 3 }, 'lat: lat and lon belong together'],
    [{ time_zone: 'Mars/Olympus' }, 'time_zone: is no time zone that this computer knows'],
    [{ consoles: [{ id: 'a', nvr: 'other', host: 'h', port: 1, scheme: 'https' }] }, 'consoles/0/nvr: names no NVR of this file'],
    [{ alerts: { hot: { raise_after_s: -1 } } }, 'alerts/hot/raise_after_s: is not an allowed value'],
    [{ alerts: { hot_c: 70 } }, 'alerts/cool_c: 80 lies above hot_c, 70'],
    [{ alerts: { detector_fine_ms: 120 } }, 'alerts/detector_fine_ms: 120 lies above detector_slow_ms, 100'],
    [{ broker: { url: 'mqtt://127.0.0.1', user: 'a' } }, 'broker: user and password_file belong together'],
  ];
  assert.deepEqual(cases.map(([change]) => reasonOf(change)), cases.map(([, reason]) => reason));
});

const keysOf = (schema: Keywords): readonly string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, member]) => [key, ...keysOf(member.items ?? member)]);

test('docs/site-settings.md has an example that is read, and names every key', () => {
  const page = readFileSync('docs/site-settings.md', 'utf8');
  const example = /```json\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
  const parsed = parseSettingsFile(example);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.reason);
  const missing = keysOf(SettingsFile as unknown as Keywords).filter((key) => !page.includes(`"${key}"`) && !page.includes(`\`${key}\``));
  assert.deepEqual(missing, []);
});

test('every wait and every limit of the contract can be set, each to a threshold of its own', () => {
  const alerts = (SettingsFile as unknown as Keywords).properties?.['alerts']?.properties ?? {};
  const isWait = (name: string): boolean => alerts[name]?.properties !== undefined;
  const changed = (name: string): readonly string[] => {
    const { thresholds } = settingsOf({ alerts: { [name]: isWait(name) ? { raise_after_s: 7, clear_after_s: 9 } : 81 } });
    return (Object.keys(DEFAULT_THRESHOLDS) as (keyof typeof DEFAULT_THRESHOLDS)[]).filter((key) => JSON.stringify(thresholds[key]) !== JSON.stringify(DEFAULT_THRESHOLDS[key]));
  };
  const names = Object.keys(alerts);
  assert.deepEqual(names.map((name) => changed(name).length), names.map(() => 1));
  assert.deepEqual(new Set(names.flatMap(changed)), new Set(Object.keys(DEFAULT_THRESHOLDS)));
});

test('what is no JSON is told as such', () => {
  const parsed = parseSettingsFile('{');
  assert.ok(!parsed.ok && parsed.reason.startsWith('the file: is no JSON'));
});

test('FS-901: nothing personal leaves a site whose settings are silent about it', () => {
  assert.deepEqual(settingsOf({}).personal, { plate: false, face: false, class: false });
  assert.equal(settingsOf({ nvrs: [{ ...NVR, database: '/srv/frigate.db' }] }).embedding, false);
  assert.deepEqual(settingsOf({ personal_data: { recognition: { plate: true } } }).personal, { plate: true, face: false, class: false });
});

test('prefixes, cameras and thresholds come from the file, else by default', () => {
  const one = settingsOf({ alerts: { hot: { raise_after_s: 60 }, hot_c: 90, stats_stale_s: 200 } });
  assert.deepEqual(one.nvrs, [{ id: 'nvr', prefix: 'frigate', cameras: [], discover: true }]);
  assert.deepEqual(one.thresholds, { ...DEFAULT_THRESHOLDS, hot: { ...DEFAULT_THRESHOLDS.hot, raiseAfterMs: 60_000 }, hotC: 90, statsStaleMs: 200_000 });
  const two = settingsOf({ nvrs: [{ ...NVR, id: 'a', cameras: [{ id: 'door', expected_fps: 5 }] }, { ...NVR, id: 'b' }] });
  assert.deepEqual(two.nvrs.map(({ prefix }) => prefix), ['frigate-a', 'frigate-b']);
  assert.deepEqual(two.nvrs[0]?.cameras, [{ id: 'door', expectedFps: 5, enabled: true, record: true, audio: false }]);
});
