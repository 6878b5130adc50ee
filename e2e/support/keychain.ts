import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openKeyringSession } from '../../scripts/headless/keyring-session.ts';
import { node, root } from './paths.ts';

/** A session bus with an unlocked, empty keyring of its own. */
export interface PrivateKeychain {
  /** For the console's environment. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** What another program than the console reads there for the console's service. */
  readonly entries: () => Promise<readonly { readonly account: string; readonly password: string }[]>;
  readonly close: () => void;
}

const READ = `
  const found = require('keytar').findCredentials('blocao-fleet-console');
  found.then((entries) => console.log(JSON.stringify(entries)));
`;

/** Settles when the keyring answers on the bus. */
export const startKeychain = async (): Promise<PrivateKeychain> => {
  const { env, close } = await openKeyringSession();
  const entries = async (): Promise<{ account: string; password: string }[]> => {
    const { stdout } = await promisify(execFile)(node, ['-e', READ], { cwd: root, env: { ...process.env, ...env } });
    return JSON.parse(stdout) as { account: string; password: string }[];
  };
  return { env, entries, close };
};
