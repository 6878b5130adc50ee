import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { agentOut, ensureAgentPackages, makeAgentPackage } from './make-agent.ts';
import { agentPlatforms, type AgentPlatform } from './platforms.ts';
import { agentProgram } from './program.ts';
import { versionName } from './tree.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-same-bytes-'));
const [x64] = agentPlatforms as [AgentPlatform];
const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { version: string };
const name = versionName(version, x64);
const packed = (file: string): string =>
  execFileSync('tar', ['-xzOf', path.join(agentOut, `${name}.tar.gz`), `${name}/${file}`], { encoding: 'utf8', maxBuffer: 50_000_000 });
const sha256 = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

before(() => ensureAgentPackages({ fresh: false }));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

test('the same sources and the same time give the same bytes', async () => {
  const stamp = /^packed (.*)$/m.exec(packed('VERSION'))?.[1] ?? '';
  const program = { script: packed('lib/blocao-agent.cjs'), thirdParty: packed('third-party-licences.txt') };
  const made = await makeAgentPackage(x64, program, Date.parse(stamp) / 1000, scratch);
  const sums = (folder: string): Record<string, string> => Object.fromEntries(made.map((file) => [path.basename(file), sha256(path.join(folder, path.basename(file)))]));
  assert.deepEqual(sums(scratch), sums(agentOut));
});

test('the script is bundled to the same bytes each time', async () => {
  assert.deepEqual(await agentProgram(), await agentProgram());
});
