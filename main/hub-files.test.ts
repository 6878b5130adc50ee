import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesOfEnvironment, readHubFiles } from './hub-files.ts';

test('certificates of a hub are read from their files; a missing one is told and left out', () => {
  const dir = mkdtempSync(join(tmpdir(), 'blocao-pem-'));
  const caFile = join(dir, 'ca.pem');
  writeFileSync(caFile, 'PEM');
  const said: string[] = [];
  assert.deepEqual(
    readHubFiles({ caFile, keyFile: join(dir, 'none.pem') }, (text) => said.push(text)),
    { ca: 'PEM' },
  );
  assert.match(said.join(), /none\.pem/);
  rmSync(dir, { recursive: true });
});

test('the environment names the files for hubs of the command line', () => {
  assert.deepEqual(filesOfEnvironment({ BLOCAO_HUB_CA: '/ca', BLOCAO_HUB_KEY: '' }), { caFile: '/ca' });
});
