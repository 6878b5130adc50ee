import type { HubConfig, HubSetting } from '../fleet/ipc.ts';
import { hubConfigOf, type HubPem, type HubSecret } from './engine-config.ts';
import { proxyOfHub } from './secrets.ts';

/** The engine starts after this long even if the keychain asks for its own password: the last picture must not wait. */
const KEYCHAIN_PATIENCE_MS = 1_500;

export interface HubSources {
  /** Credentials that need no keychain: those of the environment, for the hubs that they were meant for. */
  readonly given: (hub: HubSetting) => HubSecret | undefined;
  readonly find: (hub: HubSetting) => Promise<HubSecret>;
  readonly pem: (hub: HubSetting) => HubPem;
}

export interface GatheredHubs {
  readonly hubs: readonly HubConfig[];
  /** Where the keychain was late: settles with the hubs once it answered. */
  readonly late?: Promise<readonly HubConfig[]>;
}

/** Hubs with all that is needed to connect. */
export const gatherHubs = async (hubs: readonly HubSetting[], sources: HubSources): Promise<GatheredHubs> => {
  const { given, find, pem } = sources;
  const configOf = async (hub: HubSetting): Promise<HubConfig> => {
    const proxy = proxyOfHub(hub);
    const proxyPassword = proxy?.user ? (await find(proxy)).password : undefined;
    return hubConfigOf(hub, given(hub) ?? (await find(hub)), pem(hub), proxyPassword);
  };
  const answers = Promise.all(hubs.map(configOf));
  const inTime = await Promise.race([answers, timeout(KEYCHAIN_PATIENCE_MS)]);
  if (inTime !== undefined) return { hubs: inTime };
  return { hubs: hubs.map((hub) => hubConfigOf(hub, given(hub) ?? {}, pem(hub))), late: answers };
};

const timeout = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));
