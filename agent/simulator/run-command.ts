import { createClock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { AgentSettings } from '../site/settings.ts';
import type { HubAddress } from './bridge-adapter.ts';
import type { SimulateOptions } from './command-line.ts';
import { fleetSites, siteNamed } from './fleet-sites.ts';
import { PLACES } from './places.ts';
import { Simulation } from './simulation.ts';
import { openRealSiteBroker } from './site-broker.ts';
import { storyOf } from './story.ts';

export interface Credentials {
  readonly hubUser?: string;
  readonly hubPassword?: string;
  readonly localUser?: string;
  readonly localPassword?: string;
}

/** From the environment; an empty variable counts as absent. */
export const credentialsFrom = (env: Readonly<Record<string, string | undefined>>): Credentials => {
  const named = {
    hubUser: env['BLOCAO_HUB_USER'],
    hubPassword: env['BLOCAO_HUB_PASSWORD'],
    localUser: env['BLOCAO_LOCAL_USER'],
    localPassword: env['BLOCAO_LOCAL_PASSWORD'],
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined && value !== ''));
};

const hubsFor = (urls: readonly string[], site: string, { hubUser, hubPassword }: Credentials): readonly HubAddress[] =>
  urls.map((url, index) => ({
    name: `hub-${index + 1}`,
    url,
    ...(hubUser === undefined ? {} : { user: hubUser.replaceAll('%S', site) }),
    ...(hubPassword === undefined ? {} : { password: hubPassword.replaceAll('%S', site) }),
  }));

const localBroker = (url: string, credentials: Credentials) => (settings: AgentSettings) =>
  openRealSiteBroker({
    url,
    clientId: `agent-${settings.site}`,
    ...(credentials.localUser === undefined ? {} : { user: credentials.localUser }),
    ...(credentials.localPassword === undefined ? {} : { password: credentials.localPassword }),
    random: Math.random,
  });

/** Starts the simulation that the command line asks for. */
export const startSimulation = (options: SimulateOptions, credentials: Credentials, log: Log): Simulation => {
  const clock = createClock(options.clock);
  const { local, seed } = options;
  const sites = local ? [siteNamed(local.site, seed)] : fleetSites(options.sites, seed);
  const story = options.story ? storyOf(sites, PLACES.length, seed) : [];
  return new Simulation({
    sites,
    hubsOf: ({ site }) => hubsFor(options.hubs, site, credentials),
    ...(local ? { brokerOf: localBroker(local.url, credentials) } : {}),
    story: [...story, ...options.steps],
    repeats: options.story,
    seed,
    fleetNow: () => clock.at(),
    log,
  }).start();
};
