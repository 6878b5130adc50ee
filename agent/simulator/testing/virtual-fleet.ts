import type { At } from '../../../fleet/events.ts';
import { silentLog } from '../../../platform/log.ts';
import type { LocalMessage } from '../../site/local-broker.ts';
import type { AgentSettings } from '../../site/settings.ts';
import { createSimulatedBroker } from '../local-broker.ts';
import { Simulation } from '../simulation.ts';
import type { StoryStep } from '../story.ts';
import { T0 } from '../../testing/sites.ts';

/*
 * Test code: a simulation on a clock that the test turns, without any network. It records what each site's bridge would carry.
 */

export interface Carried extends LocalMessage {
  readonly site: string;
  readonly s: number;
}

export interface VirtualFleet {
  readonly simulation: Simulation;
  readonly carried: readonly Carried[];
  /** Lets fleet time pass, a second at a time. */
  pass(seconds: number): void;
}

export const createVirtualFleet = (sites: readonly AgentSettings[], story: readonly StoryStep[], seed: number, repeats = true): VirtualFleet => {
  const carried: Carried[] = [];
  let s = 0;
  const fleetNow = (): At => ({ wallTs: T0 + s * 1_000, monoMs: s * 1_000 });
  const simulation = new Simulation({
    sites,
    hubsOf: () => [],
    brokerOf: ({ site }) => {
      const broker = createSimulatedBroker();
      broker.attach({ forward: (message) => carried.push({ ...message, site, s }) });
      return { connectAgent: () => broker, publishForeign: broker.publishForeign, dropAgent: broker.dropAgent, stop: () => Promise.resolve() };
    },
    story,
    repeats,
    seed,
    fleetNow,
    log: silentLog(),
  });
  return {
    simulation,
    carried,
    pass: (seconds) => {
      for (let turn = 0; turn < seconds; turn += 1) {
        simulation.drive();
        s += 1;
      }
    },
  };
};
