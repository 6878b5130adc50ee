import { join } from 'node:path';
import { isConsoleId } from '../../fleet/ids.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import { readTextIfExists, writeFileAtomically } from '../../platform/atomic-file.ts';

const CLIENT_IDS_FILE = 'client-ids.json';

const readIds = (path: string): Record<string, string> => {
  try {
    const value: unknown = JSON.parse(readTextIfExists(path) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, hex]) => isConsoleId(hex)));
  } catch {
    return {};
  }
};

/**
 * The 8 hex digits of each hub's client id `console-<8 hex>`, kept per profile and hub: the hub's session with its
 * unacknowledged events is found again after a restart (contract §8). A profile that can't be written gets new ones.
 */
export const loadClientIds = (dataDir: string, hubs: readonly HubId[], randomHex: () => string): ReadonlyMap<HubId, string> => {
  const path = join(dataDir, CLIENT_IDS_FILE);
  const ids = readIds(path);
  const missing = hubs.filter((hub) => ids[hub] === undefined);
  for (const hub of missing) ids[hub] = randomHex();
  if (missing.length > 0) {
    try {
      writeFileAtomically(path, JSON.stringify(ids));
    } catch {
      // The database says that the profile can't be written; sessions then end with this process.
    }
  }
  return new Map(hubs.map((hub) => [hub, ids[hub] as string]));
};
