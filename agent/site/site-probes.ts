import { existsSync } from 'node:fs';
import type { Observation } from './observation.ts';
import type { Probe } from './probes.ts';
import type { SettingsFile } from './settings-file.ts';

/** systemd-timesyncd's own word that the clock is synchronised. */
const SYNCED_FLAG = '/run/systemd/timesync/synchronized';

const clock = (): readonly Observation[] => {
  const synced = existsSync(SYNCED_FLAG);
  return [{ type: 'router', sample: { clock: { synced, source: synced ? 'ntp' : 'none' } } }];
};

/** What is asked of the router itself. */
export const siteProbes = (_file: SettingsFile): readonly Probe[] => [{ name: 'clock', everyMs: 30_000, limitMs: 5_000, run: clock }];
