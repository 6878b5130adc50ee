import type { HubSetting, KeychainState } from '../fleet/ipc.ts';
import type { HubSecret } from './engine-config.ts';
import { hostOfHub } from './hub-url.ts';

/*
 * Passwords of hubs: in the keychain of the operating system, else in memory until the console ends. They never touch
 * a file, a log or a command line.
 */

const SERVICE = 'blocao-fleet-console';

/** Where a password went: `none` where the hub has none. */
export type SecretKept = 'keychain' | 'session' | 'none';

export interface SecretStore {
  /** What is known for a hub; never throws, an unreachable keychain reads as "nothing stored". */
  readonly find: (hub: HubSetting) => Promise<HubSecret>;
  readonly keep: (hub: HubSetting, password: string | undefined) => Promise<SecretKept>;
  /** Never throws; without a keychain there is nothing to forget in it. */
  readonly forget: (hub: HubSetting) => Promise<void>;
  /** Asks the keychain now; an operator looks at where passwords go. */
  readonly probe: () => Promise<KeychainState>;
}

/** The part of `keytar` in use. */
export interface Keychain {
  readonly getPassword: (service: string, account: string) => Promise<string | null>;
  readonly setPassword: (service: string, account: string, password: string) => Promise<void>;
  readonly deletePassword: (service: string, account: string) => Promise<boolean>;
  readonly findCredentials: (service: string) => Promise<{ account: string; password: string }[]>;
}

/** Takes the credentials of `--hub` out of the environment, so that no child process inherits them. */
export const takeEnvironmentSecret = (env: NodeJS.ProcessEnv): HubSecret => {
  const user = env['BLOCAO_HUB_USER'];
  const password = env['BLOCAO_HUB_PASSWORD'];
  delete env['BLOCAO_HUB_USER'];
  delete env['BLOCAO_HUB_PASSWORD'];
  return { ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) };
};

/** `loadKeychain` is called at the first need: without a session bus the library must not even be loaded at start. */
export const createSecretStore = (loadKeychain: () => Promise<Keychain>, log: (text: string) => void): SecretStore => {
  const session = new Map<string, string>();
  let keychain: Promise<Keychain> | undefined;
  const open = (): Promise<Keychain> => (keychain ??= loadKeychain());

  const find = async (hub: HubSetting): Promise<HubSecret> => {
    const kept = session.get(accountOf(hub));
    if (kept !== undefined) return { ...userOf(hub), password: kept };
    try {
      return await findInKeychain(await open(), hub);
    } catch (error) {
      log(keychainTrouble(error));
      return userOf(hub);
    }
  };

  const keep = async (hub: HubSetting, password: string | undefined): Promise<SecretKept> => {
    if (password === undefined || password === '') return 'none';
    try {
      await (await open()).setPassword(SERVICE, accountOf(hub), password);
      session.delete(accountOf(hub));
      return 'keychain';
    } catch (error) {
      log(keychainTrouble(error));
      session.set(accountOf(hub), password);
      return 'session';
    }
  };

  const forget = async (hub: HubSetting): Promise<void> => {
    session.delete(accountOf(hub));
    try {
      await (await open()).deletePassword(SERVICE, accountOf(hub));
    } catch (error) {
      log(keychainTrouble(error));
    }
  };

  const probe = async (): Promise<KeychainState> => {
    try {
      await (await open()).findCredentials(SERVICE);
      return 'present';
    } catch (error) {
      log(keychainTrouble(error));
      return 'missing';
    }
  };

  return { find, keep, forget, probe };
};

/** A hub of the command line names no user: then the keychain's entry for the same address serves. */
const findInKeychain = async (keychain: Keychain, hub: HubSetting): Promise<HubSecret> => {
  if (hub.user !== undefined) {
    const password = await keychain.getPassword(SERVICE, accountOf(hub));
    return { user: hub.user, ...(password === null ? {} : { password }) };
  }
  const suffix = accountOf(hub);
  const found = (await keychain.findCredentials(SERVICE)).find(({ account }) => account.endsWith(suffix));
  if (found === undefined) return {};
  const user = found.account.slice(0, -suffix.length);
  return { ...(user === '' ? {} : { user }), password: found.password };
};

const userOf = (hub: HubSetting): HubSecret => (hub.user === undefined ? {} : { user: hub.user });

/** A hub's proxy, as something that may have a password of its own. */
export const proxyOfHub = ({ proxyUrl, proxyUser }: HubSetting): HubSetting | undefined =>
  proxyUrl === undefined ? undefined : { id: 'proxy', name: 'proxy', url: proxyUrl, user: proxyUser ?? '' };

/** A password of the one is that of the other. */
export const shareSecret = (one: HubSetting, other: HubSetting): boolean => accountOf(one) === accountOf(other);

/** `user@host:port`, or `@host:port` without a user. */
const accountOf = (hub: HubSetting): string => `${hub.user ?? ''}@${hostOfHub(hub.url)}`;

/** One sentence for the many ways in which a keychain is missing. The library's text holds no secret. */
const keychainTrouble = (error: unknown): string => {
  const detail = error instanceof Error ? error.message : String(error);
  return `No keychain can be reached: passwords are kept until the console ends, not longer. (${detail})`;
};
