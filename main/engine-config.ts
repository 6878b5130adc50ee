import { createHash } from 'node:crypto';
import type { ClockConfig, EngineConfig, HubConfig, HubSetting, LocalSettings } from '../fleet/ipc.ts';
import type { LaunchArguments } from './arguments.ts';
import { hostOfHub } from './hub-url.ts';
import type { Profile } from './profile.ts';

/** User and password of one hub, from environment or keychain. */
export interface HubSecret {
  readonly user?: string;
  readonly password?: string;
}

export type HubPem = Pick<HubConfig, 'ca' | 'cert' | 'key'>;

/** Which fleet this start shows. `adHoc`: hubs named on the command line that this profile does not keep. */
export type FleetPlan =
  | { readonly kind: 'demo'; readonly sites: number }
  | { readonly kind: 'hubs'; readonly hubs: readonly HubSetting[]; readonly showAllAsAdopted: boolean };

/**
 * Hubs of the command line come before those of the settings; without either it is the demo. A hub that the profile
 * knows keeps its id and name there. With `--hub` and no hub in the profile all sites show as adopted (contract §6).
 */
export const planFleet = (args: LaunchArguments, settings: LocalSettings): FleetPlan => {
  if (args.hubUrls.length > 0) {
    const hubs = args.hubUrls.map((url) => settings.hubs.find((hub) => hub.url === url) ?? adHocHub(url));
    return { kind: 'hubs', hubs, showAllAsAdopted: settings.hubs.length === 0 };
  }
  if (settings.hubs.length > 0) return { kind: 'hubs', hubs: settings.hubs, showAllAsAdopted: false };
  return { kind: 'demo', sites: args.sites };
};

/** The id follows from the address: what was stored for a hub stays its own whatever order the next start names. */
const adHocHub = (url: string): HubSetting => ({
  id: `hub-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`,
  name: hostOfHub(url),
  url,
});

/** One hub with its secret and PEM texts. The user that a secret names wins over the one in the settings. */
export const hubConfigOf = (hub: HubSetting, secret: HubSecret, pem: HubPem = {}, proxyPassword?: string): HubConfig => {
  const user = secret.user ?? hub.user;
  return {
    id: hub.id,
    name: hub.name,
    url: hub.url,
    ...(user === undefined ? {} : { user }),
    ...(secret.password === undefined ? {} : { password: secret.password }),
    ...pem,
    ...(hub.proxyUrl === undefined ? {} : { proxy: proxyConfigOf(hub.proxyUrl, hub.proxyUser, proxyPassword) }),
  };
};

const proxyConfigOf = (url: string, user: string | undefined, password: string | undefined): NonNullable<HubConfig['proxy']> => ({
  url,
  ...(user === undefined ? {} : { user, ...(password === undefined ? {} : { password }) }),
});

/** The demo's hub; user and password are drawn anew at each start of the simulator. */
export const demoHubConfig = (ready: {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}): HubConfig => ({
  id: 'demo',
  name: 'Demo hub',
  url: ready.url,
  user: ready.user,
  password: ready.password,
});

export interface EngineConfigParts {
  readonly profile: Profile;
  readonly plan: FleetPlan;
  readonly consoleId: string;
  readonly hubs: readonly HubConfig[];
  readonly clock: ClockConfig;
}

/** First message to the engine. Demo and real fleet have different data folders. */
export const engineConfigOf = (parts: EngineConfigParts): EngineConfig => ({
  dataDir: parts.plan.kind === 'demo' ? parts.profile.demoDir : parts.profile.fleetDir,
  consoleId: parts.consoleId,
  hubs: parts.hubs,
  clock: parts.clock,
  showAllAsAdopted: parts.plan.kind === 'hubs' && parts.plan.showAllAsAdopted,
});
