import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from './arguments.ts';

test('without arguments: no hub, 30 sites', () => {
  assert.deepEqual(parseArguments(['.']), { ok: true, value: { hubUrls: [], sites: 30 } });
});

test('--hub may repeat, in both spellings; an address counts once', () => {
  const argv = ['.', '--hub', 'mqtt://a.example', '--hub=mqtts://b.example', '--hub', 'mqtt://A.example/'];
  assert.deepEqual(parseArguments(argv), {
    ok: true,
    value: { hubUrls: ['mqtt://a.example', 'mqtts://b.example'], sites: 30 },
  });
});

test("Chromium's own switches pass", () => {
  const parsed = parseArguments([
    '--inspect=0',
    '.',
    '--remote-debugging-port=9222',
    '--sites',
    '1000',
    '--disable-gpu',
  ]);
  assert.deepEqual(parsed, { ok: true, value: { hubUrls: [], sites: 1_000 } });
});

test('credentials on the command line are refused without being repeated', () => {
  const parsed = parseArguments(['--hub', 'mqtt://ana:secret@hub.example']);
  assert(!parsed.ok);
  assert.match(parsed.text, /BLOCAO_HUB_PASSWORD/);
  assert.doesNotMatch(parsed.text, /secret/);
});

test('a value that is missing or out of range is refused', () => {
  for (const argv of [
    ['--hub'],
    ['--hub='],
    ['--sites', '0'],
    ['--sites', '5001'],
    ['--sites', '3.5'],
    ['--sites', 'many'],
    ['--sites='],
  ]) {
    assert.equal(parseArguments(argv).ok, false, argv.join(' '));
  }
});
