import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { runOrThrow } from './command.ts';
import { SetUpProblem } from './step.mjs';

/** What the set-up is for; tests need what everything else needs. */
export type Purpose = 'start' | 'package-agent' | 'test';

/** A name, or names of which one will do (Debian 13 renamed some). */
const forElectron = ['libgtk-3-0|libgtk-3-0t64', 'libnss3', 'libgbm1', 'libasound2|libasound2t64', 'libsecret-1-0'];
const forTests = ['dbus', 'gnome-keyring', 'mosquitto', 'mosquitto-clients', 'openssl', 'git', 'strace'];
/** Symbols are taken out of the runtimes of both kinds of router. */
const forAgentPackages = ['binutils-x86-64-linux-gnu', 'binutils-aarch64-linux-gnu'];
/** Firewall rules and units are checked by what reads them; the agent for arm64 runs on an emulated processor. */
const forAgentTests = [
  ...['nftables', 'systemd', 'iproute2'],
  ...(process.arch === 'x64' ? ['qemu-user-static|qemu-user', ...['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1'].map((name) => `${name}-arm64-cross`)] : []),
];
const forNoDisplay = ['xvfb'];
const forNativeBuild = ['g++'];

/**
 * Installs the Debian packages that are missing, as root; otherwise names the one command to run. Elsewhere than on
 * Debian and its children it does nothing: the user's system is expected to have them.
 */
export async function ensureDebianPackages(
  purpose: Purpose,
  needs: { display: boolean; compiler: boolean },
): Promise<string> {
  if (process.platform !== 'linux' || !fs.existsSync('/usr/bin/dpkg-query')) return 'not a Debian: nothing done';
  const wanted = [
    ...(purpose === 'package-agent' ? [] : forElectron),
    ...(purpose === 'start' ? [] : forAgentPackages),
    ...(purpose === 'test' ? [...forTests, ...forAgentTests] : []),
    ...(purpose === 'test' || needs.display ? forNoDisplay : []),
    ...(needs.compiler ? forNativeBuild : []),
  ];
  return ensureInstalled(wanted);
}

/** The same for packages that only one step needs: names, or alternatives with `|`. */
export async function ensureInstalled(wanted: readonly string[]): Promise<string> {
  if (process.platform !== 'linux' || !fs.existsSync('/usr/bin/dpkg-query')) return 'not a Debian: nothing done';
  const missing = missingOf(wanted);
  if (missing.length === 0) return `all ${wanted.length} there`;
  if (process.getuid?.() !== 0) {
    const names = missing.map((alternatives) => alternatives.split('|')[0]).join(' ');
    const command = `sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ${names}'`;
    throw new SetUpProblem(`Debian packages are missing. Run once, then try again:\n\n  ${command}\n`);
  }
  await install(missing);
  return `installed ${missing.length}: ${missing.map((name) => name.split('|')[0]).join(' ')}`;
}

function missingOf(wanted: readonly string[]): string[] {
  const names = wanted.flatMap((alternatives) => alternatives.split('|'));
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], { encoding: 'utf8' });
  const installed = new Set(
    query.stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return wanted.filter((alternatives) => !alternatives.split('|').some((name) => installed.has(name)));
}

async function install(missing: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runOrThrow('apt-get', ['update', '-qq'], { env });
  const names: string[] = [];
  for (const alternatives of missing) names.push(await firstKnown(alternatives.split('|')));
  await withoutStartingServices(() =>
    runOrThrow('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env }),
  );
}

async function firstKnown(alternatives: readonly string[]): Promise<string> {
  for (const name of alternatives) {
    const policy = await runOrThrow('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(policy)) return name;
  }
  throw new SetUpProblem(`This Debian has no package ${alternatives.join(' or ')}.`);
}

/** The tests start brokers of their own: the package's service must not come up on the standard port. */
async function withoutStartingServices(work: () => Promise<unknown>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !fs.existsSync(policy);
  if (ours) fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    if (ours) fs.rmSync(policy, { force: true });
  }
}
