import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Log } from '../../platform/log.ts';
import { createVectorProcess } from './embeddings/vector-process.ts';
import { openSite } from './open-site.ts';
import { siteStatus } from '../status/site-status.ts';
import { statusSocket } from '../status/status-client.ts';
import { startStatusServer } from '../status/status-server.ts';
import type { StatusServer } from '../status/status-server.ts';
import { wordsOf } from '../status/words.ts';
import type { OpenSite } from './open-site.ts';
import type { Probe } from './probes.ts';
import { agentSettingsOf } from './settings-agent.ts';
import { parseSettingsFile } from './settings-file.ts';
import type { ParsedSettings } from './settings-file.ts';
import type { SettingsFile } from './settings-schema.ts';
import { createWatchdog } from './watchdog.ts';

/*
 * `blocao-agent site`: the agent of one site, until it is told to stop.
 */

export const SITE_USAGE = `blocao-agent site --settings FILE

Reports one site to its own broker. Ends on SIGTERM and SIGINT, after it said goodbye.
The settings are described in docs/site-settings.md; \`--check\` reads them and ends.`;

const problemOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).message;

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'is not there: set this router up with blocao-agent site-init, or name the file with --settings',
  EACCES: 'may not be read: try again with sudo',
};

const unreadable = (error: unknown): string => UNREADABLE[(error as NodeJS.ErrnoException).code ?? ''] ?? `the file: cannot be read (${problemOf(error)})`;

/** The settings in the file at `path`. */
export const readSettings = (path: string): ParsedSettings => {
  try {
    return parseSettingsFile(readFileSync(path, 'utf8'));
  } catch (error) {
    return { ok: false, reason: unreadable(error) };
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

/** The page is on unless the settings leave it out; other devices see it only where they name another address. */
const serveStatus = (file: SettingsFile, { agent, journal, rescue }: OpenSite, log: Log): StatusServer => {
  const settings = agentSettingsOf(file);
  return startStatusServer({
    status: (language) => {
      const agentSeq = agent.lastSeq('state/agent');
      return siteStatus({ settings, facts: agent.facts(), writable: journal.writable, restarts: rescue.status(), ...(agentSeq === undefined ? {} : { agentSeq }) }, wordsOf(language));
    },
    checkIn: () => agent.checkIn(),
    socket: statusSocket(file.data_dir),
    ...(file.page ? { page: { host: file.page.host ?? '127.0.0.1', port: file.page.port } } : {}),
    log,
  });
};

/** The first file named in the settings that cannot be used, with its path in them. Passwords of NVRs may come later. */
const unreadableFile = ({ broker, nvrs, data_dir: dataDir }: SettingsFile): string | undefined => {
  const files = [['broker/password_file', broker.password_file] as const, ...nvrs.map(({ ca }, at) => [`nvrs/${at}/ca`, ca] as const)];
  for (const [where, path] of files) {
    try {
      if (path !== undefined) accessSync(path, constants.R_OK);
    } catch (error) {
      return `${where}: cannot be read (${problemOf(error)})`;
    }
  }
  try {
    if (!existsSync(dataDir)) mkdirSync(dataDir, { mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
    return undefined;
  } catch (error) {
    return `data_dir: cannot be written (${problemOf(error)})`;
  }
};

/** This program once more: its own runtime and script. */
const readVectors = createVectorProcess({
  program: process.execPath,
  args: [process.argv[1] ?? ''],
  ...(process.versions['electron'] === undefined ? {} : { env: { ELECTRON_RUN_AS_NODE: '1' } }),
});

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
  const broken = unreadableFile(read.file);
  if (broken !== undefined) return fail(`${settings}: ${broken}`);
  const watchdog = createWatchdog({ env: process.env, monoMs: () => performance.now(), log });
  const site = openSite(read.file, { version, log, probes: probesOf(read), readVectors, onTick: watchdog.alive });
  const server = serveStatus(read.file, site, log);
  log.info('site agent started', { site: read.file.site, version, nvrs: read.file.nvrs.length });
  const stop = async (): Promise<void> => {
    await Promise.all([site.stop(), server.stop()]);
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  return undefined;
};
