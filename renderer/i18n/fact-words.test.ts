import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StateHealth } from '../../fleet/wire/state-health.ts';
import { seenWords } from './fact-words.ts';
import { formatFor } from './format.ts';
import { createWords } from './index.ts';

const words = (language: 'en' | 'de') => ({ t: createWords(language).t, format: formatFor(language, 'UTC'), now: 0 });

const nvrs = (...cameras: readonly object[]): StateHealth['nvrs'] =>
  cameras.map((counted, index) => ({ id: `nvr-${index + 1}`, state: 'up', cameras: counted })) as unknown as StateHealth['nvrs'];

test('What an installer is told: cameras and whether they record, without those switched off; before the first figures that nothing is known', () => {
  const all = { total: 8, online: 8, disabled: 0, recording: 8 };
  assert.equal(seenWords(words('en'), undefined), 'nothing of its cameras yet');
  assert.equal(seenWords(words('en'), nvrs({ total: 8 })), 'nothing of its cameras yet');
  assert.equal(seenWords(words('en'), nvrs(all)), '8 of 8 cameras, recording');
  assert.equal(seenWords(words('de'), nvrs({ ...all, online: 6, recording: 5, disabled: 1 })), '6 von 7 Kameras, 5 nehmen auf');
  assert.equal(seenWords(words('en'), nvrs(all, { total: 4 })), '8 of 8 cameras, recording; of nvr-2 nothing is known');
});
