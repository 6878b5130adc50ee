import type { At } from '../../../fleet/events.ts';
import { TOPIC_ROOT, bridgeStateTopic } from '../../../fleet/topics.ts';
import { silentLog } from '../../../platform/log.ts';
import type { LocalMessage } from '../../site/local-broker.ts';
import type { AgentSettings } from '../../site/settings.ts';
import { T0 } from '../../testing/sites.ts';
import { insertSite } from '../bridge-adapter.ts';
import type { BridgeAdapter, BridgeAdapterDeps } from '../bridge-adapter.ts';
import { Simulation } from '../simulation.ts';
import type { StoryStep } from '../story.ts';

/*
 * Test code: a simulation on a clock that the test turns, without any network. Its bridge follows the same rules as the real
 * adapter, which has tests of its own beside a real broker.
 */

/** A message under its topic at the hub. */
export interface Carried {
  readonly site: string;
  readonly topic: string;
  readonly payload: string;
  readonly s: number;
}

export interface VirtualFleet {
  readonly simulation: Simulation;
  /** What agents published on their own brokers, in order. */
  readonly published: readonly Carried[];
  /** What arrived at the hub, in order. */
  readonly carried: readonly Carried[];
  readonly now: () => At;
  /** Lets fleet time pass, a second at a time. */
  pass(seconds: number, afterEach?: () => void): void;
}

const isEvent = ({ topic }: LocalMessage): boolean => !topic.startsWith(`${TOPIC_ROOT}state/`);

type Recorder = (topic: string, payload: string) => void;

const virtualBridge = ({ site, retained, onState }: BridgeAdapterDeps, publish: Recorder, arrive: Recorder): BridgeAdapter => {
  let connected = false;
  let queue: LocalMessage[] = [];
  let late: LocalMessage[] | undefined;
  const send = ({ topic, payload }: LocalMessage): void => arrive(insertSite(site, topic), payload);
  const mend = (): void => {
    connected = true;
    arrive(bridgeStateTopic(site), '1');
    retained().filter(({ topic }) => topic.startsWith(TOPIC_ROOT)).forEach(send);
    queue.splice(0).forEach(send);
    onState(true);
  };
  return {
    get connected() {
      return connected;
    },
    get queued() {
      return queue.length;
    },
    dropped: 0,
    refusals: 0,
    forward: (message) => {
      publish(insertSite(site, message.topic), message.payload);
      if (late) late.push(message);
      else if (connected) send(message);
      else if (isEvent(message)) queue.push(message);
    },
    cut: () => {
      queue = [...queue, ...(late ?? []).filter(isEvent)];
      late = undefined;
      connected = false;
      arrive(bridgeStateTopic(site), '0');
      onState(false);
    },
    mend,
    stall: () => (late ??= []),
    flow: () => {
      const waiting = late ?? [];
      late = undefined;
      waiting.forEach(send);
    },
    stop: () => Promise.resolve(),
  };
};

export const createVirtualFleet = (sites: readonly AgentSettings[], story: readonly StoryStep[], seed: number, repeats = true): VirtualFleet => {
  const published: Carried[] = [];
  const carried: Carried[] = [];
  let s = 0;
  const now = (): At => ({ wallTs: T0 + s * 1_000, monoMs: s * 1_000 });
  const opened: BridgeAdapter[] = [];
  const simulation = new Simulation({
    sites,
    hubsOf: () => [{ name: 'hub', url: 'mqtt://hub.example' }],
    openBridge: (deps) => {
      const into =
        (list: Carried[]): Recorder =>
        (topic, payload) =>
          void list.push({ site: deps.site, topic, payload, s });
      const bridge = virtualBridge(deps, into(published), into(carried));
      opened.push(bridge);
      return bridge;
    },
    story,
    repeats,
    seed,
    fleetNow: now,
    log: silentLog(),
  });
  return {
    simulation,
    published,
    carried,
    now,
    pass: (seconds, afterEach) => {
      for (let turn = 0; turn < seconds; turn += 1) {
        simulation.drive();
        for (const bridge of opened.splice(0)) bridge.mend();
        afterEach?.();
        s += 1;
      }
    },
  };
};
