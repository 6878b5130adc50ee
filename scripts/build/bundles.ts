import fs from 'node:fs';
import path from 'node:path';
import { build as bundle, stop, type BuildOptions } from 'esbuild';
import { dist, root } from '../paths.ts';

interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly format: 'esm' | 'cjs';
  /** Loaded from node_modules at run time: native modules, and what Electron itself provides. */
  readonly external: readonly string[];
}

/** One bundle per process of the product (the renderer's is Vite's). Sandboxed preloads cannot be ES modules. */
const bundles: readonly Bundle[] = [
  { entry: 'main/index.ts', outfile: 'main/index.js', format: 'esm', external: ['electron', 'keytar'] },
  { entry: 'main/preload.ts', outfile: 'main/preload.cjs', format: 'cjs', external: ['electron'] },
  { entry: 'main/engine/index.ts', outfile: 'engine/index.js', format: 'esm', external: ['better-sqlite3'] },
  { entry: 'main/engine/hub-test/index.ts', outfile: 'engine/hub-test.js', format: 'esm', external: [] },
  { entry: 'main/tunnel/index.ts', outfile: 'tunnel/index.js', format: 'esm', external: [] },
  { entry: 'agent/simulator/index.ts', outfile: 'simulator/index.js', format: 'esm', external: [] },
  { entry: 'agent/cli.ts', outfile: 'agent/cli.cjs', format: 'cjs', external: [] },
];

/**
 * What every bundle for Node has in common; tests are bundled by it too. Packages in CommonJS call `require`, which an
 * ES module has to be given. The two packages named are optional accelerators of `ws` that we do not have.
 */
export function nodeBundleOptions(format: 'esm' | 'cjs', external: readonly string[]): BuildOptions {
  const js =
    "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    external: [...external, 'bufferutil', 'utf-8-validate'],
    sourcemap: true,
    logLevel: 'warning',
    ...(format === 'esm' ? { banner: { js } } : {}),
  };
}

/** The agent's templates lie beside its script, here as in its packages. */
function copyTemplates(): void {
  const target = path.join(dist, 'agent', 'templates');
  fs.rmSync(target, { recursive: true, force: true });
  for (const name of ['hub', 'site', 'service-hardening.conf']) {
    fs.cpSync(path.join(root, 'resources', name), path.join(target, name), { recursive: true });
  }
}

/** Builds the bundles whose entry exists; returns the names of those that do not yet. */
export async function buildBundles(): Promise<string[]> {
  const present = bundles.filter(({ entry }) => fs.existsSync(path.join(root, entry)));
  await Promise.all(
    present.map(({ entry, outfile, format, external }) =>
      bundle({ ...nodeBundleOptions(format, external), entryPoints: [entry], outfile: path.join(dist, outfile) }),
    ),
  );
  await stop();
  copyTemplates();
  return bundles.filter((one) => !present.includes(one)).map(({ entry }) => entry);
}
