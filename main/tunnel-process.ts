import type { EngineProcessState } from '../fleet/ipc.ts';
import type { TunnelConfig, TunnelControl, TunnelNotice } from '../fleet/tunnel/process.ts';
import { Supervisor } from './supervisor.ts';
import { startUtility, type Utility } from './utility.ts';

export interface TunnelProcessParts {
  /** `dist/tunnel/index.js`. */
  readonly entry: string;
  /** Read at each start. */
  readonly config: () => TunnelConfig;
  readonly delayMs: (attempt: number) => number;
  readonly onNotice: (notice: TunnelNotice) => void;
  readonly onState: (state: EngineProcessState) => void;
  readonly log: (source: string, text: string) => void;
}

export interface TunnelProcess {
  /** False where no process is there to hear it; one that starts hears it once it is up. */
  readonly post: (control: TunnelControl) => boolean;
  readonly start: () => void;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The tailnet client and its proxies as a supervised utility process; its first status is its sign of life. */
export const createTunnelProcess = (parts: TunnelProcessParts): TunnelProcess => {
  let tunnel: Utility | undefined;
  const supervisor = new Supervisor({
    start: (events) => {
      let heard = false;
      const life = startUtility({
        entry: parts.entry,
        name: 'tunnel',
        log: parts.log,
        onExit: (text) => {
          if (tunnel === life) tunnel = undefined;
          events.onExit(text);
        },
        onMessage: (message) => {
          // A process that was let go of speaks of proxies that are gone.
          if (tunnel !== life) return;
          if (!heard) events.onReady();
          heard = true;
          parts.onNotice(message as TunnelNotice);
        },
      });
      tunnel = life;
      life.post(parts.config());
      return {
        end: (graceMs) => {
          life.post({ type: 'stop' } satisfies TunnelControl);
          return life.end(graceMs);
        },
      };
    },
    onState: parts.onState,
    delayMs: parts.delayMs,
    now: Date.now,
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  return {
    post: (control) => {
      tunnel?.post(control);
      return tunnel !== undefined;
    },
    start: () => supervisor.start(),
    restart: () => supervisor.restart(),
    stop: () => supervisor.stop(),
  };
};
