import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testAlert } from '../selectors/fleet.test-support.ts';
import { alertSentence, alertShort, KNOWN_ALERT_KINDS, type WordTools } from './alert-words.ts';
import { formatFor } from './format.ts';
import { createWords, LANGUAGES } from './index.ts';
import type { Language } from '../../fleet/ipc.ts';

const NOW = Date.UTC(2026, 10, 24, 14, 9, 32);
const DAY_MS = 86_400_000;

const tools = (language: Language): WordTools => ({
  t: createWords(language).t,
  format: formatFor(language, 'UTC'),
  now: NOW,
});
const en = tools('en');

/** Contract §5 and §9. */
const CONTRACT_KINDS =
  `camera_offline camera_frozen no_recordings recording_path_missing disk_low nvr_down nvr_stale nvr_safe_mode detector_slow hot
  clock_unset queue_dropping bridge_refused config_failed config_rolled_back config_drift config_refused config_stale config_frozen trust_broken
  site_offline agent_silent unstable_link certificate hub data_degraded clock_skew this_computer`.split(/\s+/);

test('Every kind of the contract has a sentence and a short form in each language', () => {
  for (const language of LANGUAGES) {
    const words = tools(language);
    for (const kind of new Set([...CONTRACT_KINDS, ...KNOWN_ALERT_KINDS])) {
      const alert = testAlert({ kind, occurredTs: NOW - 420_000 });
      for (const text of [alertSentence(words, alert), alertShort(words, alert)]) {
        assert.ok(text.length > 3, `${language} ${kind}`);
        assert.doesNotMatch(text, /{{|alert\.|undefined|NaN/, `${language} ${kind}: ${text}`);
      }
    }
  }
});

test('Each language has its own sentence', () => {
  for (const kind of CONTRACT_KINDS) {
    const said = LANGUAGES.map((language) => alertSentence(tools(language), testAlert({ kind, occurredTs: NOW })));
    assert.equal(new Set(said).size, LANGUAGES.length, said.join(' | '));
  }
});

test('Short forms stay within 24 characters, so that they fit beside a pin', () => {
  for (const language of LANGUAGES) {
    for (const kind of CONTRACT_KINDS) {
      const text = alertShort(
        tools(language),
        testAlert({ kind, occurredTs: NOW - 7 * 60_000, values: { not_after_ts: NOW + 26.5 * DAY_MS } }),
      );
      assert.ok(text.length <= 24, `${language} ${kind}: ${text}`);
    }
  }
});

test('Sentences say what, then which object, then how much', () => {
  const cases: readonly (readonly [Parameters<typeof testAlert>[0], string])[] = [
    [{ kind: 'site_offline', occurredTs: NOW - 7 * 60_000 }, 'Site offline since 14:02 – bridge silent'],
    [
      { kind: 'camera_offline', object: 'camera:nvr/dock2', values: { camera: 'dock2', name: 'Dock 2' } },
      'Camera offline – Dock 2',
    ],
    [{ kind: 'camera_offline', object: 'camera:nvr2/dock2' }, 'Camera offline – dock2 (NVR nvr2)'],
    [{ kind: 'camera_offline', object: 'nvr:nvr2' }, 'All cameras offline – NVR nvr2'],
    [
      { kind: 'disk_low', object: 'disk:/media/frigate', values: { full_in_h: 31.2, free_pct: 8 } },
      'Disk nearly full – /media/frigate, full in 31.2 h',
    ],
    [
      { kind: 'disk_low', object: 'disk:/media/frigate', values: { free_pct: 8 } },
      'Disk nearly full – /media/frigate, 8\u00a0% free',
    ],
    [{ kind: 'hot', values: { temp_c: 87 } }, 'Router too hot – 87 °C'],
    [{ kind: 'detector_slow', object: 'nvr:nvr', values: { inference_ms: 140 } }, 'Detector slow – 140 ms'],
    [{ kind: 'bridge_refused', object: 'hub:hub-a' }, 'Hub refuses the site’s messages – hub-a'],
    [
      { kind: 'certificate', values: { not_after_ts: NOW + 26.5 * DAY_MS, renewal: 'failed' } },
      'Certificate renewal failed – 26 days left',
    ],
    [
      {
        kind: 'certificate',
        severity: 'info',
        values: { not_after_ts: NOW + 60 * DAY_MS, planned_ts: Date.UTC(2026, 11, 2) },
      },
      'Certificate renews by itself on 2 Dec',
    ],
    [
      { kind: 'certificate', severity: 'info', values: { not_after_ts: NOW + 60 * DAY_MS } },
      'Certificate renews by itself – 60 days left',
    ],
    [{ kind: 'certificate', values: { not_after_ts: NOW - DAY_MS } }, 'Certificate has ended'],
    [{ kind: 'hub', object: 'hub:all', values: { cause: 'no_hub' } }, 'No hub reachable'],
    [
      { kind: 'hub', object: 'hub:all', values: { cause: 'sites_silent', sites: 20 } },
      'Many sites silent at once, likely our side',
    ],
    [{ kind: 'clock_skew', values: { skew_ms: 185_000 } }, 'Site clock 3 min ahead – receive time shown'],
  ];
  for (const [alert, sentence] of cases) assert.equal(alertSentence(en, testAlert(alert)), sentence);
});

test('An unknown kind is told by the text of the agent, on one clean line; without text by its name', () => {
  assert.equal(alertSentence(en, testAlert({ kind: 'flood', text: 'Water\u202e in the\nrack' })), 'Water in the rack');
  assert.equal(alertSentence(en, testAlert({ kind: 'flood' })), 'Unknown alert (flood)');
});
