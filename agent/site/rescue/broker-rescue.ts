import type { At } from '../../../fleet/events.ts';
import type { Log } from '../../../platform/log.ts';
import { checkHub } from '../probes/hub-check.ts';
import type { HubSettings } from '../settings.ts';
import { hearBroker } from './broker-voice.ts';
import type { BrokerVoice } from './broker-voice.ts';
import { HEALTHY_MS, mayAsk, nextMemory, reasonOf } from './rescue-plan.ts';
import type { RestartReason } from './rescue-plan.ts';
import type { RestartFile } from './restart-file.ts';

/*
 * Looks after the site's broker and its bridges, and asks systemd for a new start of the broker where only that helps.
 */

export interface RescueFacts {
  /** The agent's own connection to the broker stands. */
  readonly connected: boolean;
  /** Undefined: not known. */
  readonly bridgeUp: (hub: HubSettings) => boolean | undefined;
}

/** For people. */
export interface RescueStatus {
  /** Somebody hears the request. */
  readonly unit: boolean;
  /** Requests over the agent's life. */
  readonly asked: number;
  readonly last_ts?: number;
  readonly reason?: RestartReason;
}

export interface BrokerRescue {
  /** To be called about once a second; looks every 15 s. */
  tick(facts: () => RescueFacts): void;
  status(): RescueStatus;
}

export interface BrokerRescueDeps {
  readonly broker: HubSettings;
  readonly hubs: readonly HubSettings[];
  /** PEM file with the hubs' authority; without it a hub is spoken to in the clear. */
  readonly ca?: string;
  readonly file: RestartFile;
  readonly hasUnit: () => boolean;
  readonly now: () => At;
  readonly log: Log;
  readonly hear?: (broker: HubSettings) => Promise<BrokerVoice>;
  readonly reaches?: (hub: HubSettings) => Promise<boolean>;
}

const LOOK_EVERY_MS = 15_000;
const HUB_CHECK_EVERY_MS = 60_000;

/** The site's key is the broker's alone: a hub that asks for our certificate has shown its own and speaks as it should. */
const reachesBy =
  (ca: string | undefined) =>
  async (hub: HubSettings): Promise<boolean> => {
    const check = await checkHub(hub, ca === undefined ? {} : { ca });
    return check.ok || check.fault === 'own_certificate';
  };

/** Since when each hub answers while its bridge is down. */
const createStuckWatch = (hubs: readonly HubSettings[], reaches: (hub: HubSettings) => Promise<boolean>) => {
  const since = new Map<string, number>();
  let lastMs = -Infinity;
  const check = async (hub: HubSettings, monoMs: number): Promise<void> => {
    if (!(await reaches(hub))) since.delete(hub.name);
    else if (!since.has(hub.name)) since.set(hub.name, monoMs);
  };
  return {
    look: async ({ bridgeUp }: RescueFacts, monoMs: number): Promise<number | undefined> => {
      const down = hubs.filter((hub) => bridgeUp(hub) === false);
      for (const { name } of hubs) if (!down.some((hub) => hub.name === name)) since.delete(name);
      if (monoMs - lastMs >= HUB_CHECK_EVERY_MS) {
        lastMs = monoMs;
        await Promise.all(down.map((hub) => check(hub, monoMs)));
      }
      return since.size === 0 ? undefined : Math.min(...since.values());
    },
    forget: () => since.clear(),
  };
};

export const createBrokerRescue = (deps: BrokerRescueDeps): BrokerRescue => {
  const { broker, hubs, ca, file, hasUnit, now, log, hear = hearBroker, reaches = reachesBy(ca) } = deps;
  const startMs = now().monoMs;
  const stuck = createStuckWatch(hubs, reaches);
  let memory = file.load();
  let askedMonoMs: number | undefined;
  let lastMs = -Infinity;
  let isLooking = false;
  let silentSinceMs: number | undefined;
  let healthySinceMs: number | undefined;

  /** The wall clock may have jumped: it counts only for what an earlier life asked for, and never backwards. */
  const sinceAsked = ({ monoMs, wallTs }: At): number =>
    askedMonoMs === undefined ? Math.max(monoMs - startMs, wallTs - (memory?.ts ?? 0)) : monoMs - askedMonoMs;

  const followHealth = ({ connected, bridgeUp }: RescueFacts, monoMs: number): void => {
    const isHealthy = connected && hubs.every((hub) => bridgeUp(hub) !== false);
    healthySinceMs = isHealthy ? (healthySinceMs ?? monoMs) : undefined;
    if (memory && healthySinceMs !== undefined && monoMs - healthySinceMs >= HEALTHY_MS) memory = { ...memory, in_row: 0 };
  };

  const ask = (reason: RestartReason, at: At): void => {
    memory = nextMemory(memory, reason, at.wallTs);
    askedMonoMs = at.monoMs;
    silentSinceMs = undefined;
    stuck.forget();
    log.warn('restart of the broker asked for', { reason, asked: memory.asked, heard: hasUnit(), written: file.ask(memory) });
  };

  const look = async (facts: RescueFacts): Promise<void> => {
    const { monoMs } = now();
    followHealth(facts, monoMs);
    const voice = facts.connected ? 'speaks' : await hear(broker);
    silentSinceMs = voice === 'silent' ? (silentSinceMs ?? monoMs) : undefined;
    const stuckSinceMs = await stuck.look(facts, monoMs);
    const at = now();
    const reason = reasonOf({
      monoMs: at.monoMs,
      ...(silentSinceMs === undefined ? {} : { silentSinceMs }),
      // A broker that is not there is started by systemd; then it is the bridges' turn again.
      ...(stuckSinceMs === undefined || voice !== 'speaks' ? {} : { stuckSinceMs }),
    });
    if (reason !== undefined && mayAsk(reason, memory, sinceAsked(at))) ask(reason, at);
  };

  return {
    tick: (facts) => {
      const { monoMs } = now();
      if (isLooking || monoMs - lastMs < LOOK_EVERY_MS) return;
      lastMs = monoMs;
      isLooking = true;
      void look(facts()).finally(() => (isLooking = false));
    },
    status: () => ({ unit: hasUnit(), asked: memory?.asked ?? 0, ...(memory ? { last_ts: memory.ts, reason: memory.reason } : {}) }),
  };
};
