import type { ClockConfig, HubConfig } from '../fleet/ipc.ts';
import type { DemoConsoles } from './demo-tailnet.ts';
import { demoHubConfig } from './engine-config.ts';
import { Supervisor } from './supervisor.ts';
import { startUtility } from './utility.ts';

export interface DemoProcessParts {
  readonly entry: string;
  readonly sites: number;
  readonly clock: ClockConfig;
  readonly delayMs: (attempt: number) => number;
  /** At its start and after each restart: address and credentials are new every time. */
  readonly onHub: (hub: HubConfig) => void;
  /** With `onHub`: where the simulated consoles of this life are. */
  readonly onConsoles: (consoles: DemoConsoles) => void;
  /** A simulated site is cut off, or back; by its name in the tailnet. */
  readonly onCutOff: (node: string, isCutOff: boolean) => void;
  /** It does not come up at all; it is still tried now and then. */
  readonly onFailed: () => void;
  readonly log: (source: string, text: string) => void;
}

/** First message to the simulator. */
interface SimulatorConfig {
  readonly sites: number;
  readonly clock: ClockConfig;
  readonly seed: number;
}

/** Its answer once the embedded hub listens (on loopback only). */
interface SimulatorReady {
  readonly type: 'ready';
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly consoles: DemoConsoles;
}

interface SimulatorCutOff {
  readonly type: 'cut-off';
  readonly node: string;
  readonly isCutOff: boolean;
}

interface SimulatorFailed {
  readonly type: 'failed';
  readonly text: string;
}

/** One story for everybody: what a newcomer sees can be talked about. */
const SEED = 1;

/** The demo fleet: embedded hub and simulated sites in one supervised utility process. */
export const startDemoProcess = (parts: DemoProcessParts): { readonly stop: () => Promise<void> } => {
  const supervisor = new Supervisor({
    start: (events) => {
      const life = startUtility({
        entry: parts.entry,
        name: 'demo',
        log: parts.log,
        onExit: events.onExit,
        onMessage: (message) => {
          const notice = message as SimulatorReady | SimulatorCutOff | SimulatorFailed;
          if (notice.type === 'failed') parts.log('demo', notice.text);
          if (notice.type === 'cut-off') parts.onCutOff(notice.node, notice.isCutOff);
          if (notice.type !== 'ready') return;
          events.onReady();
          parts.onConsoles(notice.consoles);
          parts.onHub(demoHubConfig(notice));
        },
      });
      life.post({ sites: parts.sites, clock: parts.clock, seed: SEED } satisfies SimulatorConfig);
      // It keeps nothing: no need to ask.
      return { end: () => life.end(0) };
    },
    onState: (state) => {
      if (state.state !== 'failed') return;
      parts.log('main', `The demo fleet does not start: ${state.text}`);
      parts.onFailed();
    },
    delayMs: parts.delayMs,
    now: Date.now,
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  supervisor.start();
  return { stop: () => supervisor.stop() };
};
