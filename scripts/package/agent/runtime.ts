import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../paths.ts';
import { cacheFolder, hashFile, withScratchFolder } from '../../setup/cache.ts';
import { runOrThrow } from '../../setup/command.ts';
import type { AgentPlatform } from './platforms.ts';

export interface Runtime {
  readonly version: string;
  /** The program without symbols: 18 MB less, and two versions side by side fit a small router. */
  readonly node: Buffer;
  readonly licence: Buffer;
}

interface Locked {
  readonly version: string;
  readonly integrity: string;
}

/** Node for the platform as package-lock.json pins it: npm installs only that of this machine, so it is fetched here. */
export async function agentRuntime({ arch, strip }: AgentPlatform): Promise<Runtime> {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const name = `node-linux-${arch}`;
  const locked = lock.packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`package-lock.json does not pin ${name}`);
  const tarball = await ensureTarball(name, locked);
  return withScratchFolder(async (scratch) => {
    await runOrThrow('tar', ['xzf', tarball, '-C', scratch, 'package/bin/node', 'package/LICENSE']);
    const node = path.join(scratch, 'package/bin/node');
    await runOrThrow(strip, ['--strip-all', node]);
    return {
      version: locked.version,
      node: fs.readFileSync(node),
      licence: fs.readFileSync(path.join(scratch, 'package/LICENSE')),
    };
  });
}

/** From the cache or from the registry; checked against the lock either way. */
async function ensureTarball(name: string, { version, integrity }: Locked): Promise<string> {
  const cached = path.join(cacheFolder, `${name}-${version}.tgz`);
  const isIntact = async (file: string) => `sha512-${await hashFile(file, 'sha512', 'base64')}` === integrity;
  if (fs.existsSync(cached) && (await isIntact(cached))) return cached;
  await withScratchFolder(async (scratch) => {
    await runOrThrow('npm', ['pack', '--silent', '--pack-destination', scratch, `${name}@${version}`], { cwd: scratch });
    const fetched = path.join(scratch, fs.readdirSync(scratch).find((file) => file.endsWith('.tgz')) ?? '');
    if (!(await isIntact(fetched))) throw new Error(`${name}@${version} is not what package-lock.json pins`);
    fs.renameSync(fetched, cached);
  });
  return cached;
}
