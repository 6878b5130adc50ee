import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { SITE_KIT_FILE, siteKitText, type SiteKit } from '../fleet/site-kit.ts';

/** Name of the steps beside the facts. */
const STEPS_FILE = 'STEPS.txt';

/** What goes into one file for an installer. */
export interface SiteKitParts {
  readonly kit: SiteKit;
  readonly steps: string;
  /** Path of the agent's package, if one goes along. */
  readonly packagePath?: string;
  readonly nowMs: number;
}

/** Folder inside the archive, and the archive's name without its ending. */
export const kitName = (site: string): string => `blocao-site-${site}`;

const addText = (archive: Pack, name: string, text: string, mtime: Date): void => {
  archive.entry({ name, mode: 0o644, mtime }, text);
};

const addFile = async (archive: Pack, name: string, path: string, mtime: Date): Promise<void> => {
  const { size } = await stat(path);
  await pipeline(createReadStream(path), archive.entry({ name, mode: 0o644, mtime, size }));
};

/** Writes the archive beside its place and then moves it there: an unfinished one never bears the name. */
export const writeSiteKit = async (path: string, { kit, steps, packagePath, nowMs }: SiteKitParts): Promise<void> => {
  const draft = `${path}.${process.pid}.tmp`;
  const archive = pack();
  const [folder, mtime] = [kitName(kit.site), new Date(nowMs)];
  try {
    const written = pipeline(archive, createWriteStream(draft));
    // A disk that is full fails both; the writer's error is the one to tell.
    written.catch(() => undefined);
    addText(archive, `${folder}/${SITE_KIT_FILE}`, siteKitText(kit), mtime);
    addText(archive, `${folder}/${STEPS_FILE}`, steps, mtime);
    if (packagePath !== undefined) await Promise.race([addFile(archive, `${folder}/${basename(packagePath)}`, packagePath, mtime), written]);
    archive.finalize();
    await written;
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};
