import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { freshDir, node, root } from './paths.ts';

/** A session bus with an unlocked keyring of its own; nothing of the user's is touched. */
export interface PrivateKeychain {
  /** For the console's environment. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** What another program than the console reads there for the console's service. */
  readonly entries: () => Promise<{ readonly account: string; readonly password: string }[]>;
  readonly close: () => void;
}

const READ = `require('keytar').findCredentials('blocao-fleet-console').then((found) => console.log(JSON.stringify(found)))`;

/** Settles when the keyring answers on the bus. */
export const startKeychain = async (): Promise<PrivateKeychain> => {
  const home = freshDir('keyring');
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(bus.stdout, 'data')) as [Buffer];
  const env = { DBUS_SESSION_BUS_ADDRESS: address.toString().trim() };
  const childEnv = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: home, ...env };
  const args = ['--unlock', '--foreground', '--components=secrets'];
  const keyring = spawn('gnome-keyring-daemon', args, { stdio: ['pipe', 'ignore', 'ignore'], env: childEnv });
  keyring.stdin.end('test');
  const entries = async (): Promise<{ account: string; password: string }[]> => {
    const { stdout } = await promisify(execFile)(node, ['-e', READ], { cwd: root, env: childEnv });
    return JSON.parse(stdout) as { account: string; password: string }[];
  };
  await expect(async () => expect(await entries()).toEqual([])).toPass();
  return {
    env,
    entries,
    close: () => {
      keyring.kill();
      bus.kill();
    },
  };
};
