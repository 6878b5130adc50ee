import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../paths.ts';

const folder = path.join(root, 'renderer');

/** Builds the window's page as renderer/vite.config.ts says; false when there is none yet. */
export async function buildRenderer(): Promise<boolean> {
  if (!fs.existsSync(path.join(folder, 'index.html'))) return false;
  await build({ configFile: path.join(folder, 'vite.config.ts'), mode: 'production', logLevel: 'warn' });
  return true;
}
