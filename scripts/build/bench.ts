import path from 'node:path';
import { build } from 'esbuild';
import { dist } from '../paths.ts';
import { step } from '../setup/step.mjs';
import { unlessUnchanged } from './build-all.ts';
import { nodeBundleOptions } from './bundles.ts';

/** What measurements run inside Electron: its main process for them, and the counters that the engine is compared with. */
const entries = { main: 'bench/runtime/electron-main.ts', counter: 'bench/subjects/counter.ts', blank: 'bench/window/blank-main.ts' };

/** Brings dist/bench up to date: never packaged. */
export async function buildBench(): Promise<void> {
  await step('Build: benchmarks', () => unlessUnchanged('bench', ['fleet', 'bench'], bundles));
}

async function bundles(): Promise<string> {
  const outdir = path.join(dist, 'bench');
  await build({ ...nodeBundleOptions('esm', ['electron']), entryPoints: entries, outdir });
  return 'built';
}
