import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { waitFor } from '../../platform/wait-for.test-support.ts';

/*
 * Test code: machines for the commands of a page. Each is this computer's own system seen through a layer that takes all
 * changes, so that real paths, real apt, dpkg, nft and mosquitto are used and nothing of this computer changes. All of
 * them share one network without a way out, and a stick. Needs root.
 */

export interface Machines {
  /** Runs a script on a machine; answers its output, throws where it fails. `stdin`: what a person would type. */
  run(machine: string, script: string, stdin?: string): string;
  /** Folder behind /media/stick. */
  readonly stick: string;
  dispose(): Promise<void>;
}

/** Stand-in for systemd's own tool: reads units as they are and runs what they say under the user they name. */
const SYSTEMCTL = `#!/bin/bash
set -euo pipefail
[ "$1" = daemon-reload ] && exit 0
verb=$1; shift
[ "\${1:-}" = --now ] && shift
for name in "$@"; do
  unit=/etc/systemd/system/$name.service
  [ -f "$unit" ] || unit=/usr/lib/systemd/system/$name.service
  [ -f "$unit" ] || { echo "no unit $name" >&2; exit 5; }
  [ "$verb" = reload ] && { kill -HUP "$(cat /run/$name.pid)"; continue; }
  if [ -f /run/$name.pid ]; then
    kill "$(cat /run/$name.pid)" 2>/dev/null || true
    for _ in $(seq 200); do kill -0 "$(cat /run/$name.pid)" 2>/dev/null || break; sleep 0.05; done
    rm -f /run/$name.pid
  fi
  [ "$verb" = disable ] && continue
  user=$(sed -n 's/^User=//p' "$unit")
  state=$(sed -n 's/^StateDirectory=//p' "$unit")
  [ -z "$state" ] || install -d -m 750 -o "$user" -g "$user" "/var/lib/$state"
  setsid setpriv --reuid "$user" --regid "$user" --init-groups sh -c 'echo $$ > /run/units/'"$name"'; exec '"$(sed -n 's/^ExecStart=//p' "$unit")" </dev/null >/var/log/$name.log 2>&1 &
  for _ in $(seq 200); do [ -s /run/units/$name ] && break; sleep 0.05; done
  mv /run/units/$name /run/$name.pid
done
`;
const TOOLS: Readonly<Record<string, string>> = {
  systemctl: SYSTEMCTL,
  sudo: '#!/bin/sh\nexec "$@"\n',
  // A clock that is set; without it a new agent waits for one.
  timedatectl: '#!/bin/sh\necho NTPSynchronized=yes\n',
};

const LAYER = (root: string): string =>
  `
set -eu
mount -t tmpfs -o mode=755 tmpfs ${root}
mkdir -p ${root}/stick
for m in $*; do
  mkdir -p ${root}/$m.upper ${root}/$m.work ${root}/$m
  mount -t overlay overlay -o lowerdir=/,upperdir=${root}/$m.upper,workdir=${root}/$m.work ${root}/$m
  mount -t proc proc ${root}/$m/proc
  mount --rbind /dev ${root}/$m/dev
  mount --rbind /sys ${root}/$m/sys
  mount -t tmpfs tmpfs ${root}/$m/run
  mount -t tmpfs -o mode=1777 tmpfs ${root}/$m/tmp
  mkdir -m 1777 ${root}/$m/run/units
  rm -rf ${root}/$m/etc/blocao-hub ${root}/$m/etc/blocao-agent
  mkdir -p ${root}/$m/media/stick
  mount --bind ${root}/stick ${root}/$m/media/stick
done
ip link set lo up
ip addr add 10.0.0.1/24 dev lo
ip addr add 10.0.0.5/24 dev lo
touch ${root}/ready
# Takes in and buries whatever the commands leave behind.
exec bash -c 'sleep infinity & wait'
`.trim();

const childOf = (pid: number): number | undefined => {
  const text = fs.existsSync(`/proc/${pid}/task/${pid}/children`) ? fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') : '';
  return text.trim() === '' ? undefined : Number(text.trim().split(' ')[0]);
};

/** Starts machines of these names; `hosts` are names that all of them know as themselves. */
export const startMachines = async (names: readonly string[], hosts: readonly string[]): Promise<Machines> => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-machines-'));
  const args = ['--mount', '--net', '--pid', '--fork', '--kill-child', 'sh', '-c', LAYER(root), 'layer', ...names];
  const holder: ChildProcess = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  holder.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const inner = await waitFor('the machines', () => {
    if (holder.exitCode !== null) throw new Error(`the machines ended: ${output}`);
    const pid = childOf(holder.pid ?? -1);
    return pid !== undefined && fs.existsSync(`/proc/${pid}/root${root}/ready`) && pid;
  });
  const seen = `/proc/${inner}/root${root}`;
  for (const name of names) {
    for (const [tool, script] of Object.entries(TOOLS)) fs.writeFileSync(`${seen}/${name}/usr/local/bin/${tool}`, script, { mode: 0o755 });
    fs.writeFileSync(`${seen}/${name}/etc/hosts`, ['127.0.0.1 localhost', ...hosts.map((host) => `127.0.0.1 ${host}`), ''].join('\n'));
  }
  return {
    stick: `${seen}/stick`,
    run: (machine, script, stdin = '') => {
      const inside = ['chroot', path.join(root, machine), '/bin/bash', '--norc', '-euo', 'pipefail', '-c', script];
      const env = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' };
      const done = spawnSync('nsenter', ['-t', String(inner), '-m', '-n', '-p', ...inside], { encoding: 'utf8', input: stdin, env, timeout: 60_000 });
      if (done.status !== 0) throw new Error(`on ${machine}, ended with ${done.status}:\n${script}\n${done.stdout}${done.stderr}`);
      return `${done.stdout}${done.stderr}`;
    },
    dispose: async () => {
      const ended = new Promise((resolve) => holder.once('exit', resolve));
      process.kill(inner, 'SIGKILL');
      await ended;
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
};
