import fs from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { dist, root } from '../paths.ts';

const folder = path.join(root, 'renderer');

/** Builds the window's page; false when there is none yet. Nothing is inlined: the page's policy allows files only. */
export async function buildRenderer(): Promise<boolean> {
  if (!fs.existsSync(path.join(folder, 'index.html'))) return false;
  await build({
    configFile: false,
    root: folder,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: path.join(dist, 'renderer'),
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: true,
      chunkSizeWarningLimit: 2_000,
    },
  });
  return true;
}
