import { runProcess } from '../../platform/run-process.ts';
import type { Log } from '../../platform/log.ts';

/*
 * systemd is told that the agent lives by `systemd-notify`: Node cannot send Unix datagrams without a native module. One
 * short child per third of the watchdog's time; it is started by the agent's own tick, so that an agent that hangs, or whose
 * tick never comes, is started anew by systemd. The unit says NotifyAccess=all.
 */

export interface Watchdog {
  /** To be called with every tick. */
  alive(): void;
}

export interface WatchdogOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Monotonic now, ms. */
  readonly monoMs: () => number;
  readonly log: Log;
  readonly notify?: (words: readonly string[]) => Promise<boolean>;
}

const LIMIT_MS = 10_000;

const bySystemdNotify =
  (env: WatchdogOptions['env']) =>
  async (words: readonly string[]): Promise<boolean> => {
    const { NOTIFY_SOCKET = '', PATH = '/usr/bin:/bin' } = env;
    const result = await runProcess('systemd-notify', words, { timeoutMs: LIMIT_MS, maxOutputBytes: 4_096, env: { NOTIFY_SOCKET, PATH } });
    return result.ended === 'exit' && result.code === 0;
  };

/** Does nothing where systemd does not ask for it. Says "ready" with the first tick. */
export const createWatchdog = ({ env, monoMs, log, notify = bySystemdNotify(env) }: WatchdogOptions): Watchdog => {
  const wanted = env['NOTIFY_SOCKET'] !== undefined && env['NOTIFY_SOCKET'] !== '';
  const limitMs = Number(env['WATCHDOG_USEC']) / 1_000;
  const everyMs = Number.isFinite(limitMs) && limitMs > 0 ? limitMs / 3 : Infinity;
  let lastMs: number | undefined;
  let isTelling = false;
  const tell = async (words: readonly string[]): Promise<void> => {
    isTelling = true;
    if (!(await notify(words))) log.warn('systemd not told', { words: words.join(' ') });
    isTelling = false;
  };
  return {
    alive: () => {
      if (!wanted || isTelling) return;
      const nowMs = monoMs();
      if (lastMs !== undefined && nowMs - lastMs < everyMs) return;
      const words = lastMs === undefined ? ['--ready', 'WATCHDOG=1'] : ['WATCHDOG=1'];
      lastMs = nowMs;
      void tell(words);
    },
  };
};
