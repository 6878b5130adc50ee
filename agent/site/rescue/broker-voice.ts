import { connect } from 'node:net';
import type { HubSettings } from '../settings.ts';

/*
 * Does the site's broker still speak? It is asked for a connection as nobody: a broker that works refuses it, or lets it in;
 * one that hangs has its connections taken by the kernel and never says a word.
 */

export type BrokerVoice =
  | 'speaks'
  /** Nobody listens there: systemd is at it, or somebody stopped it. */
  | 'absent'
  /** Somebody listens, and nothing comes. */
  | 'silent';

const LIMIT_MS = 10_000;
/** CONNECT of MQTT 3.1.1, clean, without a name. */
const CONNECT = Buffer.from([0x10, 0x0c, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 0]);

/** A broker with TLS takes these bytes for garbage and hangs up: it speaks, too. */
export const hearBroker = ({ host, port }: HubSettings, limitMs = LIMIT_MS): Promise<BrokerVoice> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (voice: BrokerVoice): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(voice);
    };
    // A kernel whose queue of such connections is full takes no more: that is silence, too.
    const timer = setTimeout(() => done('silent'), limitMs);
    socket.once('connect', () => socket.write(CONNECT));
    socket.once('data', () => done('speaks'));
    socket.once('end', () => done('speaks'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => done(code === 'ECONNRESET' || code === 'EPIPE' ? 'speaks' : code === 'ETIMEDOUT' ? 'silent' : 'absent'));
  });
