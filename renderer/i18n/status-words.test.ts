import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testAlert, testSite } from '../selectors/fleet.test-support.ts';
import { formatFor } from './format.ts';
import { createWords } from './index.ts';
import { pinReason, siteName, statusSentence, whySentence } from './status-words.ts';

const NOW = Date.UTC(2026, 10, 24, 14, 9, 32);
const MINUTE = 60_000;
const tools = { t: createWords('en').t, format: formatFor('en', 'UTC'), now: NOW };
const de = { t: createWords('de').t, format: formatFor('de', 'UTC'), now: NOW };

test('State is said in words with a time and, in brackets, its age', () => {
  const offline = testSite({ status: 'offline', statusSinceTs: NOW - 7 * MINUTE });
  assert.equal(statusSentence(tools, offline), 'Offline since 14:02 (7 min)');
  assert.equal(statusSentence(de, offline), 'Offline seit 14:02 (7 min)');
  assert.equal(
    statusSentence(tools, testSite({ link: 'stale', lastLifeTs: NOW - 2 * MINUTE })),
    'OK, silent for 2 min',
  );
  assert.equal(
    statusSentence(tools, testSite({ status: 'maintenance', maintenanceUntilTs: NOW + 111 * MINUTE })),
    'Maintenance until 16:00',
  );
  assert.equal(
    statusSentence(tools, testSite({ status: 'err', statusSinceTs: NOW - 26 * 60 * MINUTE })),
    'Error since Mon 23 Nov 12:09 (26 h)',
  );
});

test('An unknown state says why and what was known last', () => {
  const site = testSite({
    status: 'unknown',
    unknownReason: 'no_hub',
    lastStatus: 'ok',
    lastStatusTs: NOW - 3 * MINUTE,
  });
  assert.equal(whySentence(tools, site, undefined), 'no hub reachable, was OK at 14:06');
  assert.equal(
    whySentence(
      tools,
      testSite({ status: 'unknown', unknownReason: 'watching', lastLifeTs: NOW - 7 * MINUTE }),
      undefined,
    ),
    'waits for its next report, last report says 14:02',
  );
  assert.equal(
    whySentence(tools, testSite({ status: 'unknown', unknownReason: 'never_reported' }), undefined),
    'has not reported yet',
  );
});

test('The cause of an outage does not repeat the state', () => {
  assert.equal(
    whySentence(tools, testSite({ status: 'offline' }), testAlert({ kind: 'site_offline' })),
    'bridge silent',
  );
});

test('A pin is named by id, name and state, without an age that changes', () => {
  assert.equal(
    siteName(tools, testSite({ name: 'Hamburg warehouse', status: 'offline', statusSinceTs: NOW - 7 * MINUTE })),
    'BL-LAB-1 Hamburg warehouse, offline since 14:02',
  );
  assert.equal(siteName(tools, testSite({ name: 'Lab' })), 'BL-LAB-1 Lab, OK');
});

test('Only what is not fine has a label, and none where it is us', () => {
  assert.equal(pinReason(tools, testSite(), undefined), undefined);
  assert.equal(
    pinReason(tools, testSite({ link: 'stale', lastLifeTs: NOW - 2 * MINUTE }), undefined),
    'Silent for 2 min',
  );
  assert.equal(pinReason(tools, testSite({ status: 'unknown', unknownReason: 'is_it_us' }), undefined), undefined);
  assert.equal(
    pinReason(tools, testSite({ status: 'err' }), testAlert({ kind: 'no_recordings' })),
    'Recording stopped',
  );
});
