import fs from 'node:fs';
import path from 'node:path';

/**
 * A folder given as the Electron to pack keeps what only development needs: the default app, which would let the
 * package run any folder as an app.
 * @param {{ appOutDir: string, packager: { getResourcesDir(appOutDir: string): string } }} context
 */
export function afterPack({ appOutDir, packager }) {
  const resources = packager.getResourcesDir(appOutDir);
  for (const name of ['default_app.asar', 'default_app.asar.source']) {
    fs.rmSync(path.join(resources, name), { force: true });
  }
}
