import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Log } from '../../platform/log.ts';
import { openSite } from './open-site.ts';
import type { Probe } from './probes.ts';
import { parseSettingsFile } from './settings-file.ts';
import type { ParsedSettings } from './settings-file.ts';

/*
 * `blocao-agent site`: the agent of one site, until it is told to stop.
 */

export const SITE_USAGE = `blocao-agent site --settings FILE

Reports one site to its own broker. Ends on SIGTERM and SIGINT, after it said goodbye.
The settings are described in docs/site-installer.md; \`--check\` reads them and ends.`;

const problemOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).message;

/** The settings in the file at `path`. */
export const readSettings = (path: string): ParsedSettings => {
  try {
    return parseSettingsFile(readFileSync(path, 'utf8'));
  } catch (error) {
    return { ok: false, reason: `the file: cannot be read (${problemOf(error)})` };
  }
};

const optionsOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: { settings: { type: 'string' }, check: { type: 'boolean' } } }).values;
  } catch {
    return {};
  }
};

const fail = (text: string): number => {
  process.stderr.write(`${text}\n`);
  return 2;
};

/** Starts the agent; answers an exit code where it ends at once, else undefined. */
export const runSite = (args: readonly string[], version: string, log: Log, probesOf: (settings: ParsedSettings & { ok: true }) => readonly Probe[]): number | undefined => {
  const { settings, check } = optionsOf(args);
  if (settings === undefined) return fail(SITE_USAGE);
  const read = readSettings(settings);
  if (!read.ok) return fail(`${settings}: ${read.reason}`);
  if (check) {
    process.stdout.write(`${settings}: good\n`);
    return 0;
  }
  const site = openSite(read.file, { version, log, probes: probesOf(read) });
  log.info('site agent started', { site: read.file.site, version, nvrs: read.file.nvrs.length });
  const stop = async (): Promise<void> => {
    await site.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  return undefined;
};
