import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeName } from './file-name.ts';

test('FS-884: the name of a download stays in its folder and hides no ending', () => {
  assert.equal(safeName('till_1.mp4'), 'till_1.mp4');
  assert.equal(safeName('../../.ssh/authorized_keys'), 'authorized_keys');
  assert.equal(safeName('.bashrc'), 'bashrc');
  assert.equal(safeName('photo\u202Egpj.exe'), 'photo_gpj.exe');
  assert.equal(safeName(`${'a'.repeat(300)}.mp4`).length, 120);
  assert.equal(safeName(`${'a'.repeat(300)}.mp4`).endsWith('.mp4'), true);
  for (const empty of ['', '...', '/', '..']) assert.equal(safeName(empty), 'download', empty);
});
