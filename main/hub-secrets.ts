import type { HubConfig, HubSetting } from '../fleet/ipc.ts';
import { hubConfigOf, type HubPem, type HubSecret } from './engine-config.ts';

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
  const answers = Promise.all(hubs.map(async (hub) => hubConfigOf(hub, given(hub) ?? (await find(hub)), pem(hub))));
  const inTime = await Promise.race([answers, timeout(KEYCHAIN_PATIENCE_MS)]);
  if (inTime !== undefined) return { hubs: inTime };
  return { hubs: hubs.map((hub) => hubConfigOf(hub, given(hub) ?? {}, pem(hub))), late: answers };
};

const timeout = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));
