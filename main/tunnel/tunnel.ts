import type { ConsoleKey } from '../../fleet/tunnel/opening.ts';
import type { TunnelConfig, TunnelControl, TunnelNotice } from '../../fleet/tunnel/process.ts';
import type { Log } from '../../platform/log.ts';
import { watchClock } from './clock-watch.ts';
import { SiteConsoleSession } from './site-console.ts';
import { Tailnet } from './tailnet.ts';

export interface TunnelParts {
  readonly tell: (notice: TunnelNotice) => void;
  readonly log: Log;
  /** Tests and measurements: no direct path. */
  readonly forceRelay?: true;
}

export interface Tunnel {
  readonly control: (message: Exclude<TunnelControl, { type: 'stop' }>) => void;
  readonly stop: () => Promise<void>;
}

const MAX_CONSOLES = 16;

/** The tunnel's process without its process: one node in the tailnet, and the consoles opened through it. */
export const createTunnel = (config: TunnelConfig, { tell, log, forceRelay }: TunnelParts): Tunnel => {
  const consoles = new Map<ConsoleKey, SiteConsoleSession>();
  const nudge = (because: 'tailnet' | 'clock'): void => {
    for (const one of consoles.values()) one.nudge(because);
  };
  const tailnet = new Tailnet({
    config,
    log,
    ...(forceRelay === undefined ? {} : { forceRelay }),
    onChange: (status, browseUrl) => {
      tell({ type: 'status', status, ...(browseUrl === undefined ? {} : { browseUrl }) });
      nudge('tailnet');
    },
  });
  const clock = watchClock(() => nudge('clock'));
  const parts = { status: () => tailnet.status(), peers: () => tailnet.peers, engine: () => tailnet.engine, tell };

  const close = async (key: ConsoleKey): Promise<void> => {
    const old = consoles.get(key);
    consoles.delete(key);
    await old?.close();
  };
  const open = async (wish: Extract<TunnelControl, { type: 'open' }>): Promise<void> => {
    await close(wish.key);
    if (consoles.size >= MAX_CONSOLES) return tell({ type: 'console-failed', key: wish.key, code: 'too_many_open' });
    const session = new SiteConsoleSession(wish, parts);
    consoles.set(wish.key, session);
    return session.run();
  };
  tailnet.start();
  return {
    control: (message) => {
      switch (message.type) {
        case 'open':
          void open(message);
          break;
        case 'close':
          void close(message.key);
          break;
        case 'sign-in':
          tailnet.signIn();
          break;
        case 'sign-out':
          void tailnet.signOut();
          break;
        case 'resumed':
          nudge('clock');
          break;
        default:
          message satisfies never;
      }
    },
    stop: async () => {
      clock.stop();
      await Promise.all([...consoles.keys()].map(close));
      await tailnet.stop();
    },
  };
};
