import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../paths.ts';
import { dyingWithUs } from '../setup/dying-with-us.ts';
import { readyArtefacts } from './artefacts.ts';
import { writeTunnelStatus } from './status.ts';

/**
 * Starts the build of the tunnel client and does not wait for it; the app reads its status. It ends with this process:
 * Go's own cache keeps what was compiled by then.
 */
export function buildTunnelBeside(): void {
  try {
    if (readyArtefacts()) return writeTunnelStatus({ state: 'ready' });
    writeTunnelStatus({ state: 'building', sinceMs: Date.now() });
    const build = dyingWithUs(process.execPath, [path.join(root, 'scripts/build-tunnel.ts')]);
    const child = spawn(...build, { cwd: root, stdio: 'ignore' });
    // Whoever closes the app does not wait for it.
    child.unref();
    child.on('error', ({ message }) => writeTunnelStatus({ state: 'failed', reason: message }));
    process.on('exit', () => child.kill());
  } catch (error) {
    // The rest of the app works without a tunnel.
    writeTunnelStatus({ state: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}
