import type { Keychain } from './secrets.ts';

/*
 * Secrets with a name of their own (auth key and state key of the tunnel, viewer accounts): in the keychain of the
 * operating system, else in memory until the console ends.
 */

const SERVICE = 'blocao-fleet-console';

export interface NamedSecrets {
  /** Never throws: an unreachable keychain reads as "nothing stored". */
  readonly find: (name: string) => Promise<string | undefined>;
  readonly keep: (name: string, value: string) => Promise<'keychain' | 'session'>;
  readonly forget: (name: string) => Promise<void>;
}

/** Names start with `tunnel/`: those of hubs contain an `@` (secrets.ts), so neither finds the other's. */
export const createNamedSecrets = (open: () => Promise<Keychain>, log: (text: string) => void): NamedSecrets => {
  const session = new Map<string, string>();
  const tell = (error: unknown): void =>
    log(`The keychain cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  return {
    find: async (name) => {
      const kept = session.get(name);
      if (kept !== undefined) return kept;
      try {
        return (await (await open()).getPassword(SERVICE, name)) ?? undefined;
      } catch (error) {
        tell(error);
        return undefined;
      }
    },
    keep: async (name, value) => {
      try {
        await (await open()).setPassword(SERVICE, name, value);
        session.delete(name);
        return 'keychain';
      } catch (error) {
        tell(error);
        session.set(name, value);
        return 'session';
      }
    },
    forget: async (name) => {
      session.delete(name);
      try {
        await (await open()).deletePassword(SERVICE, name);
      } catch (error) {
        tell(error);
      }
    },
  };
};
