import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { electronDist } from '../paths.ts';

const source = path.join(import.meta.dirname, 'default-app');

/**
 * Gives the stand-in runtime what a stock Electron has in resources/default_app.asar: starting an app from a folder.
 * Rewritten only when its source has changed.
 */
export async function installDefaultApp(): Promise<void> {
  const archive = path.join(electronDist, 'resources', 'default_app.asar');
  const stamp = `${archive}.source`;
  const wanted = sourceHash();
  if (fs.existsSync(archive) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  fs.mkdirSync(path.dirname(archive), { recursive: true });
  const { createPackage } = await import('@electron/asar');
  await createPackage(source, archive);
  fs.writeFileSync(stamp, wanted);
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(source).sort()) hash.update(fs.readFileSync(path.join(source, name)));
  return hash.digest('hex');
}
