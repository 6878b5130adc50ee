import { dirname } from 'node:path/posix';

/*
 * What the agent's unit needs beyond its own to read Frigate's databases. Its whole system is read-only already; homes are
 * empty to it, so that a folder in one is shown to it alone.
 */

export interface DatabaseAccess {
  readonly path: string;
  /** Number of the group that may read it, where others may not. */
  readonly group?: number;
}

const isHidden = (path: string): boolean => /^\/(?:home|root|run\/user)\//.test(path);

/** A drop-in, or undefined where the unit needs nothing. Folders, since log and shared memory beside the file come and go. */
export const databaseDropIn = (databases: readonly DatabaseAccess[]): string | undefined => {
  const folders = [...new Set(databases.map(({ path }) => path).filter(isHidden).map((path) => dirname(path)))];
  const groups = [...new Set(databases.flatMap(({ group }) => group ?? []))];
  if (folders.length === 0 && groups.length === 0) return undefined;
  const lines = [
    '# Written by `blocao-agent site-init --database`.',
    '[Service]',
    ...(folders.length > 0 ? ['ProtectHome=tmpfs', ...folders.map((folder) => `BindReadOnlyPaths=-${folder}`)] : []),
    ...(groups.length > 0 ? [`SupplementaryGroups=${groups.join(' ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
};
