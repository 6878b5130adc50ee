import { connect } from 'node:net';
import type { Dialled } from '../engine.ts';

/** A dial without a tunnel: shows what of the proxy's behaviour is the proxy's own. */
export const plainDial = (host: string, port: number, timeoutMs = 8_000): Promise<Dialled> =>
  new Promise((resolve) => {
    const stream = connect({ host, port, allowHalfOpen: true, timeout: timeoutMs });
    stream.once('connect', () => {
      stream.setTimeout(0);
      stream.off('error', failed);
      resolve({ ok: true, stream });
    });
    const failed = (error: NodeJS.ErrnoException): void =>
      resolve({ ok: false, code: error.code === 'ECONNREFUSED' ? 'EREFUSED' : 'EDIAL', text: error.message });
    stream.once('error', failed);
    stream.once('timeout', () => {
      resolve({ ok: false, code: 'ETIMEDOUT', text: 'timeout' });
      stream.destroy();
    });
  });
