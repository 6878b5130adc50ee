import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { waitFor } from '../../platform/wait-for.test-support.ts';

/*
 * Test code: machines for the commands of a page. Each is this computer's own system seen through a layer that takes all
 * changes, with a systemd of its own, so that real paths, real apt, dpkg, systemctl, nft and mosquitto are used and nothing
 * of this computer changes. They share one network without a way out, and a stick. Needs root.
 */

export interface Machines {
  /** Runs a script on a machine; answers its output, throws where it fails. `stdin`: what a person would type. */
  run(machine: string, script: string, stdin?: string): string;
  /** Starts a TypeScript program of this computer in the machines' network; it ends with them. */
  start(file: string, env: NodeJS.ProcessEnv): void;
  /** Folder behind /media/stick. */
  readonly stick: string;
  dispose(): Promise<void>;
}

/** The address of the router in the cameras' network, and that of the box with Frigate. */
const NETWORK = 'ip link set lo up && ip addr add 10.0.0.1/24 dev lo && ip addr add 10.0.0.5/24 dev lo && exec sleep infinity';
const ENV = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' };
const COMMAND_LIMIT_MS = 240_000;

const childOf = (pid: number): number | undefined => {
  const file = `/proc/${pid}/task/${pid}/children`;
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
  return text === '' ? undefined : Number(text.split(' ')[0]);
};

const end = async (child: ChildProcess, pid = child.pid): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await ended;
};

interface Machine {
  readonly holder: ChildProcess;
  /** Its systemd as this computer sees it. */
  readonly init: number;
}

/** A group of its own, so that two systemds never take each other's services for theirs; `home` is a mount of cgroup 2. */
const ownGroup = (home: string, name: string): string => {
  const group = path.join(home, `blocao-${process.pid}-${name}`);
  fs.mkdirSync(group, { recursive: true });
  return group;
};

const startMachine = async (folder: string, name: string, network: number, groups: string, hosts: string): Promise<Machine> => {
  const root = path.join(folder, name);
  fs.mkdirSync(root);
  const layer = [path.join(import.meta.dirname, 'machine-layer.sh'), root, path.join(folder, 'stick'), hosts];
  const enter = `echo $$ > ${ownGroup(groups, name)}/cgroup.procs && exec nsenter -t ${network} -n unshare --mount --pid --cgroup --ipc --uts --fork --kill-child sh "$@"`;
  const holder = spawn('sh', ['-c', enter, 'enter', ...layer], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [holder.stdout, holder.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const running = await waitFor(`the machine ${name}`, () => {
    if (holder.exitCode !== null) throw new Error(`the machine ${name} ended: ${output}`);
    const init = childOf(holder.pid ?? -1);
    const asked = init !== undefined && spawnSync('nsenter', ['-t', String(init), '-a', 'systemctl', 'is-active', 'basic.target'], { encoding: 'utf8', env: ENV });
    return asked && asked.stdout.trim() === 'active' && init;
  });
  return { holder, init: running };
};

/** Mounts the control groups where this test may make its own. */
const mountGroups = (folder: string): string => {
  const groups = path.join(folder, 'groups');
  fs.mkdirSync(groups);
  const mounted = spawnSync('mount', ['-t', 'cgroup2', 'cgroup2', groups], { encoding: 'utf8' });
  if (mounted.status !== 0) throw new Error(mounted.stderr);
  return groups;
};

const removeGroups = (groups: string): void => {
  for (const name of fs.readdirSync(groups).filter((one) => one.startsWith(`blocao-${process.pid}-`))) {
    const inside = fs.readdirSync(path.join(groups, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
    const deepestFirst = inside.map((entry) => path.join(entry.parentPath, entry.name)).toSorted((a, b) => b.length - a.length);
    for (const group of [...deepestFirst, path.join(groups, name)]) fs.rmdirSync(group);
  }
  spawnSync('umount', [groups]);
};

/** Starts machines of these names; `hosts` are names that all of them know as themselves. */
export const startMachines = async (names: readonly string[], hosts: readonly string[]): Promise<Machines> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-machines-'));
  fs.mkdirSync(path.join(folder, 'stick'));
  const groups = mountGroups(folder);
  const network = spawn('unshare', ['--net', 'sh', '-c', NETWORK], { stdio: 'ignore' });
  const known = ['127.0.0.1 localhost', ...hosts.map((host) => `127.0.0.1 ${host}`), ''].join('\n');
  const started = new Map<string, Machine>();
  const programs: ChildProcess[] = [];
  await Promise.all(names.map(async (name) => started.set(name, await startMachine(folder, name, network.pid ?? -1, groups, known))));
  return {
    stick: path.join(folder, 'stick'),
    run: (machine, script, stdin = '') => {
      const inside = ['-t', String(started.get(machine)?.init), '-a', '/bin/bash', '--norc', '-euo', 'pipefail', '-c', script];
      const done = spawnSync('nsenter', inside, { encoding: 'utf8', input: stdin, env: ENV, timeout: COMMAND_LIMIT_MS });
      if (done.status !== 0) throw new Error(`on ${machine}, ended with ${done.status}:\n${script}\n${done.stdout}${done.stderr}`);
      return `${done.stdout}${done.stderr}`;
    },
    start: (file, env) => {
      const args = ['-t', String(network.pid), '-n', process.execPath, path.join(import.meta.dirname, file)];
      programs.push(spawn('nsenter', args, { stdio: 'ignore', env: { ...process.env, ...env } }));
    },
    dispose: async () => {
      for (const program of programs) await end(program);
      for (const { holder, init } of started.values()) await end(holder, init);
      await end(network);
      removeGroups(groups);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
};
