import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTextIfExists } from '../../platform/atomic-file.ts';
import { checkHubAnswers } from '../templates/hub-answers.ts';
import type { HubAnswers } from '../templates/hub-answers.ts';
import { hubFiles, isConsoleUser } from '../templates/hub-files.ts';
import type { ConsoleUser } from '../templates/hub-files.ts';
import type { HubPlaces } from '../templates/places.ts';
import { putFile } from './files.ts';
import { InitProblem } from './init-io.ts';
import type { InitIo } from './init-io.ts';

/*
 * What a hub remembers between commands: its answers and its consoles.
 */

const ANSWERS = 'hub.json';
const CONSOLES = 'consoles.json';

const jsonOf = (path: string): unknown => {
  const text = readTextIfExists(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InitProblem(`${path} is damaged.`);
  }
};

export const storedAnswers = ({ config }: HubPlaces): Partial<Record<keyof HubAnswers, unknown>> =>
  (jsonOf(join(config, ANSWERS)) ?? {}) as Partial<Record<keyof HubAnswers, unknown>>;

/** The answers of a hub that was set up. */
export const knownHub = (places: HubPlaces): HubAnswers => {
  const checked = checkHubAnswers(storedAnswers(places) as Record<keyof HubAnswers, unknown>);
  if (!existsSync(join(places.config, ANSWERS)) || !checked.ok) throw new InitProblem('No hub is set up here: run `blocao-agent hub-init` first.');
  return checked.answers;
};

export const storedConsoles = ({ config }: HubPlaces): readonly ConsoleUser[] => {
  const value = jsonOf(join(config, CONSOLES)) ?? [];
  const isUser = (one: Partial<ConsoleUser> | null): boolean => isConsoleUser(one?.name) && (one?.role === 'operator' || one?.role === 'viewer');
  if (!Array.isArray(value) || !value.every(isUser)) throw new InitProblem(`${join(config, CONSOLES)} is damaged.`);
  return value as readonly ConsoleUser[];
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Keeps answers and consoles, and writes every file that follows from them. */
export const writeHub = (io: InitIo, answers: HubAnswers, consoles: readonly ConsoleUser[], places: HubPlaces): void => {
  putFile(io, { path: join(places.config, ANSWERS), text: json(answers) }, 'root');
  putFile(io, { path: join(places.config, CONSOLES), text: json(consoles) }, 'root');
  for (const file of hubFiles(io.template, answers, consoles, places)) {
    putFile(io, file, file.path.startsWith(`${places.config}/`) ? 'mosquitto' : 'all');
  }
};
