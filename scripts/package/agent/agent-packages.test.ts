import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../../../platform/free-port.test-support.ts';
import { brokerProcess, type BrokerProcess } from '../../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../../platform/wait-for.test-support.ts';
import { createFrigateDatabase, storedObject, vectorOf } from '../../../agent/testing/frigate/frigate-database.ts';
import { agentOut, ensureAgentPackages } from './make-agent.ts';
import { agentPlatforms, type AgentPlatform } from './platforms.ts';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-agent-packages-'));
const [x64, arm64] = agentPlatforms as [AgentPlatform, AgentPlatform];
const version = (JSON.parse(fs.readFileSync('package.json', 'utf8')) as { version: string }).version;
const archiveOf = ({ arch }: AgentPlatform): string => path.join(agentOut, `blocao-agent-${version}-linux-${arch}.tar.gz`);
const debOf = ({ debian }: AgentPlatform): string => path.join(agentOut, `blocao-agent_${version}_${debian}.deb`);
const run = (program: string, args: readonly string[]): string => execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 50_000_000 });

before(async () => {
  fs.chmodSync(scratch, 0o755);
  await ensureAgentPackages({ fresh: false });
});
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** A router's /opt/blocao-agent, as docs/site-installer.md has it. */
const installed = (platform: AgentPlatform, root: string): string => {
  const opt = path.join(root, 'opt/blocao-agent');
  fs.mkdirSync(opt, { recursive: true });
  run('tar', ['-xzf', archiveOf(platform), '-C', opt]);
  const name = `blocao-agent-${version}-linux-${platform.arch}`;
  fs.rmSync(path.join(opt, 'current'), { force: true });
  fs.symlinkSync(name, path.join(opt, 'current'));
  return opt;
};

test('an archive has one folder, root owns everything, and two versions stand side by side', () => {
  for (const platform of agentPlatforms) {
    const lines = run('tar', ['-tvzf', archiveOf(platform), '--full-time']).trim().split('\n');
    const top = `blocao-agent-${version}-linux-${platform.arch}`;
    assert.ok(lines.every((line) => line.includes(' root/root ') && line.split(/\s+/)[5]?.startsWith(`${top}/`)), lines[0]);
    assert.ok(lines.every((line) => !/^.{5}w|^.{8}w/.test(line)), 'nobody but root writes');
  }
  const opt = installed(x64, path.join(scratch, 'two'));
  fs.renameSync(path.join(opt, `blocao-agent-${version}-linux-x64`), path.join(opt, 'blocao-agent-0.0.9-linux-x64'));
  installed(x64, path.join(scratch, 'two'));
  for (const name of ['blocao-agent-0.0.9-linux-x64', 'current']) assert.match(run(path.join(opt, name, 'bin/blocao-agent'), ['--help']), /site-init/);
});

test('no native module is in the agent, and the script stands alone', () => {
  const names = run('tar', ['-tzf', archiveOf(x64)]);
  assert.doesNotMatch(names, /\.node\b|node_modules/);
  const script = run('tar', ['-xzOf', archiveOf(x64), `blocao-agent-${version}-linux-x64/lib/blocao-agent.cjs`]);
  const required = new Set([...script.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name));
  // Two accelerators of `ws` are tried and done without.
  const foreign = [...required].filter((name) => !isBuiltin(name) && !['bufferutil', 'utf-8-validate'].includes(name));
  assert.deepEqual(foreign, []);
});

test('the Debian package: root owns everything, its unit is hardened, what it needs is named', () => {
  for (const platform of agentPlatforms) {
    const root = path.join(scratch, `deb-${platform.debian}`);
    run('dpkg-deb', ['-x', debOf(platform), root]);
    assert.equal(run('dpkg-deb', ['-f', debOf(platform), 'Architecture']).trim(), platform.debian);
    assert.match(run('dpkg-deb', ['-f', debOf(platform), 'Depends']), /mosquitto .*openssl/);
    const lines = run('dpkg-deb', ['-c', debOf(platform)]).trim().split('\n');
    assert.ok(lines.every((line) => line.includes(' root/root ')));
    assert.equal(fs.readlinkSync(path.join(root, 'opt/blocao-agent/current')), `blocao-agent-${version}-linux-${platform.arch}`);
    assert.equal(fs.readlinkSync(path.join(root, 'usr/bin/blocao-agent')), '/opt/blocao-agent/current/bin/blocao-agent');
    const unit = path.join(root, 'usr/lib/systemd/system/blocao-agent.service');
    const text = fs.readFileSync(unit, 'utf8');
    for (const line of ['User=blocao-agent', 'ProtectSystem=strict', 'WatchdogSec=120', 'CapabilityBoundingSet=']) assert.ok(text.split('\n').includes(line), line);
    const restart = path.join(root, 'usr/lib/systemd/system/blocao-broker-restart.service');
    for (const one of [unit, restart]) run('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', one]);
  }
});

/** The runtime that is shipped has what reads a Frigate's database. */
const demandVectors = (root: string, [program = '', ...first]: readonly string[]): void => {
  const folder = path.join(root, 'frigate');
  fs.mkdirSync(folder);
  const database = createFrigateDatabase(768, folder);
  database.add([storedObject(vectorOf(1))]);
  const ask = { path: database.path, nvr: 'nvr', sinceS: 0, told: [], place: { row: 0, anchors: [] } };
  const answer = execFileSync(program, [...first, 'read-vectors'], { input: JSON.stringify(ask), encoding: 'utf8', stdio: 'pipe' });
  database.dispose();
  assert.match(answer, /^\{"ok":true,.*"batch":\{"dims":768,/);
};

/** A site below `root`, made and run by the packed program; `command` starts it. */
const startPacked = async (platform: AgentPlatform, command: (opt: string) => readonly string[]): Promise<void> => {
  const root = path.join(scratch, `run-${platform.arch}`);
  const opt = installed(platform, root);
  const [program = '', ...first] = command(opt);
  const [port, ca] = [await freePort(), path.join(root, 'ca.crt')];
  run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', path.join(root, 'ca.key'), '-out', ca, '-subj', '/CN=Test']);
  run(program, [...first, 'site-init', '--root', root, '--site', 'BL-LAB-1', '--hub', 'hub.example', '--ca', ca, '--port', String(port)]);
  demandVectors(root, [program, ...first]);
  const broker: BrokerProcess = brokerProcess(path.join(root, 'etc/blocao-agent/broker/mosquitto.conf'), [port]);
  await broker.start();
  const env = { ...process.env, PATH: `${clockThatIsSet(root)}:${process.env['PATH'] ?? ''}` };
  const agent = spawn(program, [...first, 'site', '--settings', path.join(root, 'etc/blocao-agent/settings.json')], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [agent.stdout, agent.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const password = fs.readFileSync(path.join(root, 'etc/blocao-agent/secrets/broker-agent'), 'utf8');
    await waitFor(
      'the packed agent to report',
      () => {
        if (agent.exitCode !== null) throw new Error(`the agent ended: ${output}`);
        return lastReport(port, password).includes('"state":"online"');
      },
      60_000,
    );
    assert.match(lastReport(port, password), new RegExp(`"version":"${version.replaceAll('.', '\\.')}"`));
  } finally {
    const ended = new Promise((resolve) => agent.once('exit', resolve));
    agent.kill('SIGTERM');
    await ended;
    await broker.kill();
  }
  assert.equal(agent.exitCode, 0, output);
};

/** A stand-in for timedatectl: without a clock that is set a new agent waits for it. */
const clockThatIsSet = (root: string): string => {
  const folder = path.join(root, 'stand-in');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'timedatectl'), '#!/bin/sh\necho NTPSynchronized=yes\n', { mode: 0o755 });
  return folder;
};

/** The retained document on the site's own broker; the password of a test broker may stand on its command line. */
const lastReport = (port: number, password: string): string => {
  const args = ['-p', String(port), '-u', 'agent', '-P', password, '-t', 'fleet/v1/state/agent', '-C', '1', '-W', '2'];
  try {
    return run('mosquitto_sub', args);
  } catch {
    return '';
  }
};

test('the package for x64 sets a site up, starts and reports', { timeout: 120_000, skip: process.arch === 'x64' ? false : 'runs on x64 only' }, () =>
  startPacked(x64, (opt) => [path.join(opt, 'current/bin/blocao-agent')]),
);

test('the package for arm64 does the same on an emulated processor', { timeout: 160_000 }, () => {
  const emulator = process.arch === 'arm64' ? [] : ['env', 'QEMU_LD_PREFIX=/usr/aarch64-linux-gnu', 'qemu-aarch64-static'];
  return startPacked(arm64, (opt) => [...emulator, path.join(opt, 'current/bin/node'), path.join(opt, 'current/lib/blocao-agent.cjs')]);
});
