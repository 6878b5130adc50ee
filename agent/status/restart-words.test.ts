import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RescueStatus } from '../site/rescue/broker-rescue.ts';
import { restartLine, restartProblems } from './restart-words.ts';
import { LANGUAGES, wordsOf } from './words.ts';

const T0 = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const EN = wordsOf('en');
const asked = (unit: boolean): RescueStatus => ({ unit, asked: 2, last_ts: T0, reason: 'broker_silent' });

test('FS-954: a new start of the broker is told for a day, with its reason; one that nobody hears is a warning with what to do', () => {
  assert.deepEqual(restartProblems(undefined, T0, EN), []);
  assert.deepEqual(restartProblems({ unit: true, asked: 0 }, T0, EN), []);
  const [heard] = restartProblems(asked(true), T0 + HOUR_MS, EN);
  assert.equal(heard?.severity, 'info');
  assert.match(heard.text, /^A new start of the broker was asked for at 2\d{3}-.*: it did not answer$/);
  const [unheard] = restartProblems(asked(false), T0 + HOUR_MS, EN);
  assert.equal(unheard?.severity, 'warning');
  assert.match(unheard.advice, /systemctl restart blocao-broker; .*site-init/);
  assert.deepEqual(restartProblems(asked(false), T0 + 25 * HOUR_MS, EN), []);
});

test('whether somebody hears such a request stands in the status, in each language', () => {
  assert.equal(restartLine({ unit: true, asked: 0 }, EN), 'Help for a broker that hangs: ready');
  assert.match(restartLine({ unit: false, asked: 0 }, EN), /: not set up, run blocao-agent site-init again$/);
  assert.match(restartLine({ ...asked(true), reason: 'bridge_stuck' }, EN), /: ready; asked for 2 times, last at .*: a bridge stayed down though its hub answers$/);
  for (const language of LANGUAGES) assert.match(restartLine(asked(true), wordsOf(language)), /: (?:ready|bereit|lista); .*2.*2\d{3}-/);
});
