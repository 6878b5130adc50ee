import { statSync } from 'node:fs';
import type { NvrId } from '../../fleet/ids.ts';
import type { DatabaseAccess } from '../templates/database-unit.ts';
import { isPlainPath } from '../templates/places.ts';
import { InitProblem } from './init-io.ts';

/*
 * `--database`: where Frigate's database lies, and what the agent's unit needs to read it.
 */

/** Files of databases by NVR; throws InitProblem for what the installer can mend. */
export const databasesOf = (texts: readonly string[], nvrs: readonly { readonly id: NvrId }[]): ReadonlyMap<NvrId, string> =>
  new Map(
    texts.map((text) => {
      const at = text.indexOf('=');
      const [id, path] = [text.slice(0, at), text.slice(at + 1)];
      const nvr = nvrs.find((one) => one.id === id);
      if (nvr === undefined || !isPlainPath(path)) throw new InitProblem(`${JSON.stringify(text)} is no database: write ID=PATH with the id of a box, such as nvr=/srv/frigate/config/frigate.db.`);
      return [nvr.id, path] as const;
    }),
  );

const READ_BY_GROUP = 0o040;
const READ_BY_ALL = 0o004;

/** What a database's folder and group ask of the unit. Root's own group is never given. */
export const accessTo = (path: string): DatabaseAccess => {
  const found = statSync(path, { throwIfNoEntry: false });
  const isShared = found !== undefined && (found.mode & READ_BY_ALL) === 0 && (found.mode & READ_BY_GROUP) !== 0 && found.gid !== 0;
  return { path, ...(isShared ? { group: found.gid } : {}) };
};
