import fs from 'node:fs';
import path from 'node:path';
import { dist } from '../paths.ts';

/** Where the artefacts of this clone lie; the packaged app has them in its resources. */
export const tunnelFolder = path.join(dist, 'tunnel');

export type TunnelBuildStatus =
  | { readonly state: 'building'; readonly sinceMs: number }
  | { readonly state: 'ready' }
  | { readonly state: 'failed'; readonly reason: string };

/** Always replaced as a whole: the app reads it at any moment. */
export function writeTunnelStatus(status: TunnelBuildStatus): void {
  fs.mkdirSync(tunnelFolder, { recursive: true });
  const scratch = path.join(tunnelFolder, `.status-${process.pid}`);
  fs.writeFileSync(scratch, JSON.stringify(status));
  fs.renameSync(scratch, path.join(tunnelFolder, 'status.json'));
}
