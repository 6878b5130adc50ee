import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { databaseDropIn } from '../templates/database-unit.ts';
import { initCommand, trialFolder, writeTrialFile } from '../testing/trial.ts';

const root = trialFolder();
const authority = createAuthority();
after(() => {
  authority.dispose();
  rmSync(root, { recursive: true, force: true });
});

const units = join(root, 'etc/systemd/system');
const dropIn = join(units, 'blocao-agent.service.d/frigate-database.conf');
const site = (...args: readonly string[]) => initCommand('site-init', ['--root', root, ...args]);
const settings = (): { readonly nvrs: readonly object[] } => JSON.parse(readFileSync(join(root, 'etc/blocao-agent/settings.json'), 'utf8')) as { readonly nvrs: readonly object[] };

test('homes are shown folder by folder, groups are given by number, and nothing else is opened', () => {
  assert.equal(databaseDropIn([]), undefined);
  assert.equal(databaseDropIn([{ path: '/srv/frigate/frigate.db' }]), undefined);
  const lines = databaseDropIn([{ path: '/home/ana/frigate/frigate.db', group: 1_000 }, { path: '/home/ana/frigate/b.db', group: 1_000 }, { path: '/srv/c.db', group: 7 }])?.split('\n');
  assert.deepEqual(lines?.slice(1), ['[Service]', 'ProtectHome=tmpfs', 'BindReadOnlyPaths=-/home/ana/frigate', 'SupplementaryGroups=1000 7', '']);
});

test('site-init writes what the unit needs for a database, tells how to opt in, and never opts in by itself', async () => {
  const database = writeTrialFile(root, 'frigate.db', '');
  chmodSync(database, 0o640);
  if (process.getuid?.() === 0) chownSync(database, 0, 65_533);
  const boxes = ['--nvr', 'a=http://10.0.0.5:5000', '--nvr', 'b=http://10.0.0.6:5000'];
  const databases = ['--database', `a=${database}`, '--database', 'b=/home/ana/frigate.db'];
  const said = await site('--site', 'BL-LAB-1', '--hub', 'hub-a.example', '--ca', writeTrialFile(root, 'ca.crt', authority.ca), ...boxes, ...databases);
  assert.match(said.join('\n'), new RegExp(`a: "database": "${database}", b: "database": "/home/ana/frigate.db", and say there "personal_data"`));
  assert.deepEqual(settings(), { ...settings(), nvrs: [{ id: 'a', url: 'http://10.0.0.5:5000', database }, { id: 'b', url: 'http://10.0.0.6:5000', database: '/home/ana/frigate.db' }] });
  assert.ok(!('personal_data' in settings()));
  const text = readFileSync(dropIn, 'utf8');
  assert.deepEqual(text.split('\n').slice(1), ['[Service]', 'ProtectHome=tmpfs', 'BindReadOnlyPaths=-/home/ana', `SupplementaryGroups=${statSync(database).gid}`, '']);
  await site();
  assert.equal(readFileSync(dropIn, 'utf8'), text);

  const whole = writeTrialFile(root, 'blocao-agent.service', readFileSync(join(units, 'blocao-agent.service'), 'utf8') + text);
  execFileSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', whole], { stdio: 'pipe' });

  await site('--database', 'b=/srv/frigate.db');
  assert.equal(existsSync(dropIn), false);
  for (const wrong of ['c=/srv/frigate.db', 'b=frigate.db', 'b=/srv/x\ny', '/srv/frigate.db']) await assert.rejects(site('--database', wrong), /is no database: write ID=PATH/);
});
