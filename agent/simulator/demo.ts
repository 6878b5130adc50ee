import type { ClockConfig } from '../../fleet/ipc.ts';
import { createClock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { startConsoleServer } from './console/console-server.ts';
import { DEMO_TAILNET, nodeName, tailnetSites } from './console/sites.ts';
import type { TailnetSite } from './console/sites.ts';
import { demoDocuments } from './demo-desk.ts';
import { startDemoHub } from './demo-hub.ts';
import type { DemoHub } from './demo-hub.ts';
import { fleetSites } from './fleet-sites.ts';
import { PLACES } from './places.ts';
import { Simulation } from './simulation.ts';
import { storyOf } from './story.ts';

export interface DemoOptions {
  readonly sites: number;
  readonly clock: ClockConfig;
  readonly seed: number;
  readonly log: Log;
  /** By its name in the tailnet; never before `startDemo` settled. */
  readonly onCutOff?: (node: string, isCutOff: boolean) => void;
}

/** The simulated sites' consoles, and the names under which a tailnet leads to them. */
export interface DemoConsoles {
  /** Of 127.0.0.1. */
  readonly port: number;
  readonly domain: string;
  readonly sites: readonly TailnetSite[];
}

export interface Demo {
  readonly consoles: DemoConsoles;
  readonly hub: DemoHub;
  readonly simulation: Simulation;
  stop(): Promise<void>;
}

/** The whole demo: a broker on loopback with adopted sites, the simulated sites on it, and their consoles. */
export const startDemo = async ({ sites: count, clock: config, seed, log, onCutOff }: DemoOptions): Promise<Demo> => {
  const clock = createClock(config);
  const sites = fleetSites(count, seed);
  const hub = await startDemoHub(demoDocuments(sites, clock.wallTs()));
  const server = await startConsoleServer(sites);
  const simulation = new Simulation({
    sites,
    hubsOf: ({ site }) => [{ name: 'demo', url: hub.url, user: site, password: hub.sitePassword(site) }],
    story: storyOf(sites, PLACES.length, seed),
    repeats: true,
    seed,
    fleetNow: () => clock.at(),
    log,
    onCutOff: (site, isCutOff) => onCutOff?.(nodeName(site), isCutOff),
  }).start();
  return {
    hub,
    consoles: { port: server.port, domain: DEMO_TAILNET, sites: tailnetSites(sites) },
    simulation,
    stop: async () => {
      await simulation.stop();
      await hub.stop();
      await server.stop();
    },
  };
};
