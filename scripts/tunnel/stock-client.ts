import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, withScratchFolder } from '../setup/cache.ts';
import { findGo } from './find-go.ts';
import { runGo } from './go-command.ts';

const upstream = 'tailscale.com/cmd/tailscaled';

/**
 * Upstream's own tailscaled, unpruned, built from the module that tunnel/go.mod pins: what the benchmarks compare with.
 * About two minutes once, then from the cache. Returns its path.
 */
export async function stockClient(): Promise<string> {
  const go = await findGo();
  const version = (await runGo(go, ['list', '-m', '-f', '{{.Version}}', 'tailscale.com'])).trim();
  const built = path.join(cacheFolder, `tailscaled-${version}-go${go.version}`);
  if (fs.existsSync(built)) return built;
  return withScratchFolder(async (scratch) => {
    const fresh = path.join(scratch, 'tailscaled');
    await runGo(go, ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', fresh, upstream]);
    fs.renameSync(fresh, built);
    return built;
  });
}
