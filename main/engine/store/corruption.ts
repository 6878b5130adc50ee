import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const SIDE_FILES = ['', '-wal', '-shm'];
/** Older damaged files are of no use to anybody and would fill the disk. */
const KEPT_ASIDE = 3;

/** Renames a database with its side files to `NAME.damaged-TS`; answers the new base name. The newest three are kept. */
export const putAside = (path: string, nowTs: number): string => {
  const aside = `${basename(path)}.damaged-${nowTs}`;
  const directory = dirname(path);
  for (const suffix of SIDE_FILES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, join(directory, aside + suffix));
  }
  const older = readdirSync(directory)
    .filter((name) => name.startsWith(`${basename(path)}.damaged-`) && /-\d+$/.test(name))
    .sort()
    .slice(0, -KEPT_ASIDE);
  for (const name of older) for (const suffix of SIDE_FILES) rmSync(join(directory, name + suffix), { force: true });
  return aside;
};
