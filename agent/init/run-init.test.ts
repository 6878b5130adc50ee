import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { trialFolder, writeTrialFile } from '../testing/trial.ts';

/** The real program with a pipe for a person: questions are answered line by line. */

const root = trialFolder();
const authority = createAuthority();
after(() => {
  authority.dispose();
  rmSync(root, { recursive: true, force: true });
});

const siteInit = (input: string, ...args: readonly string[]) => {
  const run = spawnSync(process.execPath, [join('dist', 'agent', 'cli.cjs'), 'site-init', '--root', root, ...args], { input, encoding: 'utf8', timeout: 60_000 });
  return { code: run.status, out: run.stdout, problem: run.stderr.trim() };
};

test('nobody to answer is no success: what is missing is named', () => {
  assert.deepEqual(siteInit(''), { code: 2, out: '', problem: 'Missing: --site, --hub, --ca. Or give --kit FILE, with the file that headquarters saved.' });
  assert.deepEqual(siteInit('BL-LAB-1\n').problem.split('.')[0], 'Missing: --hub, --ca');
  assert.match(siteInit('bl lab\nhub-a.customer.example\nca.crt\n').problem, /^"bl lab" is no site id: .* such as BL-LAB-1\.$/);
});

test('a pipe answers all three questions, and the router is set up', () => {
  const ca = writeTrialFile(root, 'ca.crt', authority.ca);
  const { code, problem, out } = siteInit(`BL-LAB-1\nhub-a.customer.example\n${ca}\n`);
  assert.deepEqual([code, problem], [0, '']);
  assert.match(out, /Next:\n {2}1\. Carry .*site\.csr to the hub/);
  assert.match(readFileSync(join(root, 'etc/blocao-agent/settings.json'), 'utf8'), /"site": "BL-LAB-1"/);
  assert.ok(existsSync(join(root, 'etc/blocao-agent/tls/site.csr')));
});
