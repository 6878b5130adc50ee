// Builds the tunnel client and its fixture into the user's cache, in a folder named after everything that goes into them.
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, hashFile, withScratchFolder } from '../setup/cache.ts';
import { findGo, type GoToolchain } from './find-go.ts';
import { goBuildCache, runGo, tunnelSource, type GoOptions } from './go-command.ts';
import { linkedModules, type LinkedModule } from './notice.ts';
import { compileFlags, programs, type Program } from './programs.ts';
import { tunnelSourceHash } from './source-hash.ts';

export interface BuildInfo {
  readonly sourceHash: string;
  readonly go: string;
  readonly upstream: string;
  readonly platform: string;
  readonly artefacts: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
  readonly modules: readonly LinkedModule[];
}

export const buildsFolder = path.join(cacheFolder, 'tunnel');
export const infoName = 'build-info.json';

/** Builds kept besides the newest; one is about 65 MB. */
const buildsKept = 3;
const buildCacheMaxBytes = 3_000_000_000;

/** Builds everything and moves it, whole, to `buildsFolder/key`. About two minutes with empty caches, on two cores. */
export async function buildIntoCache(key: string): Promise<void> {
  const go = await findGo();
  await withScratchFolder(async (scratch) => {
    const target = path.join(scratch, 'built');
    fs.mkdirSync(target);
    // One after another: each uses all cores, and the second takes most of the first's packages from Go's cache.
    for (const program of programs) await buildProgram(go, program, target);
    const goRoot = (await runGo(go, ['env', 'GOROOT'])).trim();
    fs.copyFileSync(path.join(goRoot, 'lib', 'wasm', 'wasm_exec.js'), path.join(target, 'wasm_exec.js'));
    const { modules, notice } = await linkedModules(go);
    fs.writeFileSync(path.join(target, 'NOTICE.txt'), notice);
    fs.writeFileSync(path.join(target, infoName), JSON.stringify(await infoOf(go, target, modules), null, 2));
    const final = path.join(buildsFolder, key);
    fs.rmSync(final, { recursive: true, force: true });
    fs.renameSync(target, final);
  });
  removeOldBuilds(key);
  await boundBuildCache(go);
}

/** Builds one program as a file in `target`. */
export async function buildProgram(
  go: GoToolchain,
  { name, main, file, env }: Program,
  target: string,
  options: GoOptions = {},
): Promise<void> {
  const args = ['build', ...compileFlags(name), '-ldflags', '-s -w', '-o', path.join(target, file), main];
  await runGo(go, args, { ...options, env: { ...options.env, ...env } });
}

async function infoOf(go: GoToolchain, folder: string, modules: readonly LinkedModule[]): Promise<BuildInfo> {
  const artefacts: Record<string, { bytes: number; sha256: string }> = {};
  for (const name of fs.readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    artefacts[name] = { bytes: fs.statSync(file).size, sha256: await hashFile(file, 'sha256', 'hex') };
  }
  return {
    sourceHash: tunnelSourceHash(),
    go: go.version,
    upstream: modules.find(({ path: module }) => module === 'tailscale.com')?.version ?? '',
    platform: `${process.platform}-${process.arch}`,
    artefacts,
    modules,
  };
}

function removeOldBuilds(newest: string): void {
  const others = fs
    .readdirSync(buildsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== newest && !entry.name.endsWith('.lock'))
    .map(({ name }) => ({ name, usedMs: fs.statSync(path.join(buildsFolder, name)).mtimeMs }))
    .sort((a, b) => b.usedMs - a.usedMs);
  for (const { name } of others.slice(buildsKept)) {
    fs.rmSync(path.join(buildsFolder, name), { recursive: true, force: true });
  }
}

/** Go itself drops what was not used for five days; many source changes in a week must not fill a disk either. */
async function boundBuildCache(go: GoToolchain): Promise<void> {
  const entries = fs.readdirSync(goBuildCache, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    bytes += fs.statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  if (bytes > buildCacheMaxBytes) await runGo(go, ['clean', '-cache'], { cwd: tunnelSource });
}
