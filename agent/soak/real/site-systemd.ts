import { statSync } from 'node:fs';
import type { BrokerProcess } from '../../../platform/mosquitto.test-support.ts';

/*
 * MODEL of systemd at the site, for its broker only: one that ends by itself is started anew (Restart), a stop that is not
 * heard ends in SIGKILL (TimeoutStopSec), and the file by which the agent asks for a new start is watched
 * (blocao-broker-restart.path). A broker that was stopped stays stopped.
 */

export interface SiteSystemd {
  /** The broker as systemd runs it. */
  readonly broker: Pick<BrokerProcess, 'start' | 'stop' | 'kill'>;
  /** New starts that the agent asked for and got. */
  readonly restarts: number;
  end(): void;
}

const LOOK_MS = 250;
const STOP_LIMIT_MS = 2_000;

const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in this moment.
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** `request`: the file in the agent's data directory. */
export const startSiteSystemd = (broker: BrokerProcess, request: string): SiteSystemd => {
  let restarts = 0;
  let seenMs = changedMs(request);
  let isWanted = false;
  /** One job at a time, as systemd has it. */
  let jobs: Promise<void> = Promise.resolve();
  const job = (run: () => Promise<void>): Promise<void> => (jobs = jobs.then(run));
  const stop = async (): Promise<void> => {
    const { pid } = broker;
    const limit = setTimeout(() => kill(pid), STOP_LIMIT_MS);
    await broker.stop();
    clearTimeout(limit);
  };
  const tryRestart = async (): Promise<void> => {
    if (!isWanted) return;
    restarts += 1;
    await stop();
    await broker.start();
  };
  /** Restart=always. */
  const revive = async (): Promise<void> => {
    if (isWanted && !isAlive(broker.pid)) await broker.start();
  };
  const watch = setInterval(() => {
    if (isWanted && !isAlive(broker.pid)) void job(revive);
    const nowMs = changedMs(request);
    if (nowMs === seenMs) return;
    seenMs = nowMs;
    void job(tryRestart);
  }, LOOK_MS);
  return {
    get restarts() {
      return restarts;
    },
    broker: {
      start: () => job(() => ((isWanted = true), broker.start())),
      stop: () => job(() => ((isWanted = false), stop())),
      kill: () => job(() => ((isWanted = false), broker.kill())),
    },
    end: () => clearInterval(watch),
  };
};
