import type { HubConfig } from '../fleet/ipc.ts';
import { hubConfigOf, type HubSecret } from './engine-config.ts';
import type { SecretStore } from './secrets.ts';
import type { HubSetting } from './settings.ts';

/** The engine starts after this long even if the keychain asks for its own password: the last picture must not wait. */
const KEYCHAIN_PATIENCE_MS = 1_500;

export interface GatheredHubs {
  readonly hubs: readonly HubConfig[];
  /** Where the keychain was late: settles with the hubs once it answered. */
  readonly late?: Promise<readonly HubConfig[]>;
}

/** Hubs with their secrets. `given` are the credentials of the environment, for those hubs that it was meant for. */
export const gatherHubs = async (
  hubs: readonly HubSetting[],
  given: (hub: HubSetting) => HubSecret | undefined,
  secrets: SecretStore,
): Promise<GatheredHubs> => {
  const answers = Promise.all(hubs.map(async (hub) => hubConfigOf(hub, given(hub) ?? (await secrets.find(hub)))));
  const inTime = await Promise.race([answers, timeout(KEYCHAIN_PATIENCE_MS)]);
  if (inTime !== undefined) return { hubs: inTime };
  return { hubs: hubs.map((hub) => hubConfigOf(hub, given(hub) ?? {})), late: answers };
};

const timeout = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));
