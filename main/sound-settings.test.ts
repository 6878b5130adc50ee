import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_SOUNDS, MUTE_MOST_MS } from '../fleet/sound-settings.ts';
import { defaultSettings } from './settings.ts';
import { parseSounds } from './sound-settings.ts';
import { exportText, readExport } from './transfer.ts';

const NOW = 1_800_000_000_000;

test('FS-748: sounds of the settings are read field by field, and no mute lasts longer than 12 hours', () => {
  const quiet = { critical: false, warning: true, volumePercent: 0, mutedUntilTs: NOW + 60_000 };
  assert.deepEqual(parseSounds(quiet, NOW), quiet);
  assert.deepEqual(parseSounds({ critical: 'no', volumePercent: 101, mutedUntilTs: NOW + MUTE_MOST_MS + 1 }, NOW), DEFAULT_SOUNDS);
  assert.equal(parseSounds('loud', NOW), undefined);
  fc.assert(
    fc.property(fc.anything(), (body) => {
      const sounds = parseSounds(body, NOW);
      return sounds === undefined || (sounds.volumePercent >= 0 && sounds.volumePercent <= 100);
    }),
    { seed: 748 },
  );
});

test('FS-748: a file from a muted console mutes no other one', () => {
  const current = defaultSettings('en');
  const muted = { ...current, sounds: { ...DEFAULT_SOUNDS, volumePercent: 20, mutedUntilTs: Date.now() + 60_000 } };
  const read = readExport(exportText(muted), current);
  assert.ok(read.ok);
  assert.deepEqual(read.settings.sounds, { ...DEFAULT_SOUNDS, volumePercent: 20 });
});
