import type { TunnelConfig, TunnelControl, TunnelNotice } from '../../fleet/tunnel/process.ts';
import { createLog, type LogLevel } from '../../platform/log.ts';
import { createTunnel, type Tunnel } from './tunnel.ts';

/*
 * The tunnel's process: Electron utility process, or plain Node started by child_process.fork. First message: TunnelConfig.
 * It ends with 0 after `stop` or when its parent is gone.
 */

interface ElectronParent {
  on(event: 'message', handler: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const electron = (process as { parentPort?: ElectronParent }).parentPort;
const log = createLog({ level: (process.env['BLOCAO_LOG_LEVEL'] as LogLevel | undefined) ?? 'info', write: (line) => process.stderr.write(`${line}\n`), nowMs: Date.now });
let tunnel: Tunnel | undefined;

const tell = (notice: TunnelNotice): void => {
  if (electron) electron.postMessage(notice);
  // A parent that is gone reads nothing more; `disconnect` ends this process then.
  else process.send?.(notice, undefined, undefined, () => undefined);
};

const stop = async (): Promise<void> => {
  const running = tunnel;
  tunnel = undefined;
  await running?.stop();
  tell({ type: 'stopped' });
  process.exit(0);
};

const receive = (message: unknown): void => {
  if (tunnel === undefined) {
    tunnel = createTunnel(message as TunnelConfig, { tell, log });
    return;
  }
  const control = message as TunnelControl;
  if (control.type === 'stop') void stop();
  else tunnel.control(control);
};

if (electron) electron.on('message', ({ data }) => receive(data));
else process.on('message', receive).on('disconnect', () => void stop());
