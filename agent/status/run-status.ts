import { parseArgs } from 'node:util';
import { readSettings } from '../site/run-site.ts';
import { askStatus } from './status-client.ts';
import type { Asked } from './status-client.ts';
import { statusText } from './status-text.ts';
import { languageFrom, wordsOf } from './words.ts';

export const STATUS_USAGE = `blocao-agent status [--settings FILE] [--json]

Tells what is wrong at this site and what to do. Ends with 0 when nothing is, 1 when something is, 2 when the agent cannot be asked.`;

export const DEFAULT_SETTINGS = '/etc/blocao-agent/settings.json';

export const REFUSED: Readonly<Record<Extract<Asked, { ok: false }>['reason'], string>> = {
  not_running: 'The agent does not run. Start it: systemctl start blocao-agent. Why it ended: journalctl -u blocao-agent',
  no_right: 'Only root and the agent itself may ask: try again with sudo.',
  bad_answer: 'The agent does not answer as it should. Restart it: systemctl restart blocao-agent',
  no_broker: 'The agent has no connection to the broker of this router. Check it: systemctl status blocao-broker',
};

const optionsOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: { settings: { type: 'string' }, json: { type: 'boolean' } } }).values;
  } catch {
    return undefined;
  }
};

/** Runs the command; answers its exit code. */
export const runStatus = async (args: readonly string[]): Promise<number> => {
  const options = optionsOf(args);
  const path = options?.settings ?? DEFAULT_SETTINGS;
  const read = options && readSettings(path);
  if (!read?.ok) {
    process.stderr.write(`${read ? `${path}: ${read.reason}` : STATUS_USAGE}\n`);
    return 2;
  }
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const language = options?.json ? 'en' : languageFrom(LC_ALL ?? LC_MESSAGES ?? LANG);
  const asked = await askStatus(read.file.data_dir, language);
  if (!asked.ok) {
    process.stderr.write(`${REFUSED[asked.reason]}\n`);
    return 2;
  }
  process.stdout.write(options?.json ? `${JSON.stringify(asked.status, undefined, 2)}\n` : statusText(asked.status, wordsOf(language)));
  return asked.status.state === 'good' ? 0 : 1;
};
