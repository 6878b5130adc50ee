import type { HubSettings } from '../settings.ts';
import { connectTrip } from './uplink.ts';

/*
 * Connects in a row that a hub refused. mosquitto tells nobody why a bridge is down; but a bridge that stays down while its
 * hub can be reached and the site's own broker runs is refused, whether by TLS or by MQTT.
 */

const CHECK_EVERY_MS = 60_000;

export interface HubRefusals {
  of(hub: string): number;
  /** To be called at each look with what is known of the bridges. */
  follow(bridges: ReadonlyMap<string, boolean>, monoMs: number): Promise<void>;
}

export interface HubRefusalsOptions {
  readonly hubs: readonly HubSettings[];
  /** The site's own broker. */
  readonly broker: HubSettings;
  readonly reachable?: (target: HubSettings) => Promise<boolean>;
}

const canConnect = async (target: HubSettings): Promise<boolean> => (await connectTrip(target)).rttMs !== undefined;

export const createHubRefusals = ({ hubs, broker, reachable = canConnect }: HubRefusalsOptions): HubRefusals => {
  const counts = new Map<string, number>();
  let lastMs = -Infinity;
  const check = async (hub: HubSettings): Promise<void> => {
    const isRefused = (await reachable(broker)) && (await reachable(hub));
    counts.set(hub.name, isRefused ? (counts.get(hub.name) ?? 0) + 1 : 0);
  };
  return {
    of: (hub) => counts.get(hub) ?? 0,
    follow: async (bridges, monoMs) => {
      for (const [name, isUp] of bridges) if (isUp) counts.set(name, 0);
      if (monoMs - lastMs < CHECK_EVERY_MS) return;
      lastMs = monoMs;
      await Promise.all(hubs.filter(({ name }) => bridges.get(name) === false).map(check));
    },
  };
};
