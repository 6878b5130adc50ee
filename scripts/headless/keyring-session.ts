import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dyingWithUs } from '../setup/dying-with-us.ts';

export interface KeyringSession {
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  close(): void;
}

const readyLimitMs = 60_000;

/**
 * A session bus of our own with an unlocked, empty keyring, so that tests keep secrets as on a desk and never touch the
 * keyring of whoever runs them. It ends with `close`, and at the latest with this process.
 */
export async function openKeyringSession(): Promise<KeyringSession> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-keyring-'));
  const children: ChildProcess[] = [];
  const close = () => {
    process.off('exit', close);
    for (const child of children) child.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', close);
  const ownHome = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: folder };
  const bus = spawn(...dyingWithUs('dbus-daemon', ['--session', '--nofork', '--print-address=1']), {
    env: ownHome,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  children.push(bus);
  const [address] = (await once(bus.stdout, 'data')) as [Buffer];
  const env = { DBUS_SESSION_BUS_ADDRESS: address.toString().trim() };
  const keyring = spawn(...dyingWithUs('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets']), {
    env: { ...ownHome, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  children.push(keyring);
  keyring.stdin.end('test');
  await untilUnlocked(env);
  return { env, close };
}

/** Asks for the name first: a question to the keyring itself would make the bus start another, locked one. */
async function untilUnlocked(env: NodeJS.ProcessEnv): Promise<void> {
  const bus = ['--session', '--print-reply'];
  const owner = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  const locked = [
    ...['--dest=org.freedesktop.secrets', '/org/freedesktop/secrets/collection/login'],
    ...['org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Collection', 'string:Locked'],
  ];
  const ask = (question: readonly string[]): string =>
    spawnSync('dbus-send', [...bus, ...question], { env: { ...process.env, ...env }, encoding: 'utf8' }).stdout;
  const limit = performance.now() + readyLimitMs;
  while (performance.now() < limit) {
    if (ask(owner).includes('boolean true') && ask(locked).includes('boolean false')) return;
    await pause(50);
  }
  throw new Error('gnome-keyring did not unlock its login collection');
}
