import type { TunnelConfig, TunnelControl } from '../../fleet/tunnel/process.ts';
import { createTunnel, type Tunnel } from '../../main/tunnel/tunnel.ts';
import { createLog } from '../../platform/log.ts';

/*
 * The product's tunnel in a process of its own, as main starts it, with one thing more: the relay can be forced. First
 * message: ClientStart. It ends with its parent.
 */

export interface ClientStart {
  readonly config: TunnelConfig;
  readonly forceRelay: boolean;
}

const log = createLog({ level: 'error', write: (line) => void process.stderr.write(`${line}\n`), nowMs: Date.now });
let tunnel: Tunnel | undefined;

process.on('message', (message) => {
  if (tunnel) return tunnel.control(message as Exclude<TunnelControl, { type: 'stop' }>);
  const { config, forceRelay } = message as ClientStart;
  tunnel = createTunnel(config, { tell: (notice) => process.send?.(notice), log, ...(forceRelay ? { forceRelay } : {}) });
});
process.on('disconnect', () => process.exit(0));
