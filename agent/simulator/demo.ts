import type { ClockConfig } from '../../fleet/ipc.ts';
import { createClock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
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
}

export interface Demo {
  readonly hub: DemoHub;
  readonly simulation: Simulation;
  stop(): Promise<void>;
}

/** The whole demo: a broker on loopback with adopted sites, and the simulated sites on it. */
export const startDemo = async ({ sites: count, clock: config, seed, log }: DemoOptions): Promise<Demo> => {
  const clock = createClock(config);
  const sites = fleetSites(count, seed);
  const hub = await startDemoHub(demoDocuments(sites, clock.wallTs()));
  const simulation = new Simulation({
    sites,
    hubsOf: ({ site }) => [{ name: 'demo', url: hub.url, user: site, password: hub.sitePassword(site) }],
    story: storyOf(sites, PLACES.length, seed),
    repeats: true,
    seed,
    fleetNow: () => clock.at(),
    log,
  }).start();
  return {
    hub,
    simulation,
    stop: async () => {
      await simulation.stop();
      await hub.stop();
    },
  };
};
