import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TailnetStatus } from '../../fleet/tunnel/tailnet.ts';
import { formatFor } from './format.ts';
import { createWords } from './index.ts';
import { bytesWords, daysToKeyEnd, isTailnetBad, tailnetWord } from './tunnel-words.ts';

const DAY_MS = 86_400_000;
const NOW = 1_795_000_000_000;
const joined = (days?: number): TailnetStatus => ({
  state: 'joined',
  sinceTs: NOW,
  ephemeral: false,
  peers: 3,
  warnings: [],
  node: { name: 'desk', addresses: [], ...(days === undefined ? {} : { keyExpiryTs: NOW + days * DAY_MS }) },
});

test("FS-880: the header warns of the node key's end from 14 days ahead", () => {
  const { t } = createWords('en');
  assert.equal(daysToKeyEnd(joined(15), NOW), undefined);
  assert.equal(daysToKeyEnd(joined(14), NOW), 14);
  assert.equal(tailnetWord(t, joined(15), NOW), 'ready');
  assert.equal(tailnetWord(t, joined(1.5), NOW), 'key ends in 1 day');
  assert.deepEqual([15, 14, 0.1].map((days) => isTailnetBad(joined(days), NOW)), [false, true, true]);
  assert.equal(daysToKeyEnd(joined(), NOW), undefined);
});

test('a key that has ended is said to have, not to end in some days', () => {
  const ended = { ...joined(-1), state: 'key_expired' } as const;
  assert.equal(tailnetWord(createWords('en').t, ended, NOW), 'key expired');
  assert.equal(isTailnetBad(ended, NOW), true);
});

test('while nothing is amiss the tunnel is not loud: off, building, joining', () => {
  for (const state of ['off', 'building', 'starting', 'restarting'] as const) assert.equal(isTailnetBad({ ...joined(), state }, NOW), false);
  for (const state of ['needs_login', 'unavailable', 'control_unreachable', 'relay_gone'] as const) assert.equal(isTailnetBad({ ...joined(), state }, NOW), true);
});

test('bytes are said in decimal units', () => {
  const words = { format: formatFor('en') };
  assert.deepEqual([0, 1_500, 48_300_000, 2e12].map((bytes) => bytesWords(words, bytes)), ['0 kB', '1.5 kB', '48.3 MB', '2 TB']);
});
