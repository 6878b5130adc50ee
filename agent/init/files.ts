import { chmodSync, chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { readTextIfExists, writeFileAtomically } from '../../platform/atomic-file.ts';
import type { RenderedFile } from '../templates/hub-files.ts';
import { InitProblem, fileLine } from './init-io.ts';
import type { FileOutcome, InitIo } from './init-io.ts';

/** Who may read what is written: root only, a service's group, or everybody. */
export type Readers = 'root' | 'mosquitto' | 'blocao-agent' | 'all';

const isRoot = (): boolean => process.getuid?.() === 0;

/** Id of a group or user by the system's own files; undefined where it is not there. */
export const idOf = (table: 'passwd' | 'group', name: string): number | undefined => {
  const line = (readTextIfExists(`/etc/${table}`) ?? '').split('\n').find((one) => one.startsWith(`${name}:`));
  return line === undefined ? undefined : Number(line.split(':')[2]);
};

/** Only root can give files to a group; whoever else tries things out runs the services himself. */
const giveTo = (path: string, readers: Readers): void => {
  if (!isRoot() || readers === 'root' || readers === 'all') return;
  const group = idOf('group', readers);
  if (group === undefined) throw new InitProblem(`This system has no group ${readers}: install ${readers === 'mosquitto' ? 'mosquitto' : 'the agent'} first.`);
  chownSync(path, 0, group);
};

const FILE_MODES: Readonly<Record<Readers, number>> = { root: 0o600, mosquitto: 0o640, 'blocao-agent': 0o640, all: 0o644 };
const FOLDER_MODES: Readonly<Record<Readers, number>> = { root: 0o700, mosquitto: 0o750, 'blocao-agent': 0o750, all: 0o755 };

export const ensureFolder = (path: string, readers: Readers): void => {
  mkdirSync(path, { recursive: true });
  chmodSync(path, FOLDER_MODES[readers]);
  giveTo(path, readers);
};

/** A folder that belongs to a service. */
export const ensureDataFolder = (path: string, owner: 'mosquitto'): void => {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o750);
  const [user, group] = [idOf('passwd', owner), idOf('group', owner)];
  if (isRoot() && user !== undefined && group !== undefined) chownSync(path, user, group);
};

/** Writes what differs. The folder has to be there unless `folder` says who reads it. */
export const putFile = (io: InitIo, { path, text }: RenderedFile, readers: Readers): FileOutcome => {
  const same = readTextIfExists(path) === text;
  if (!same) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomically(path, text);
  }
  chmodSync(path, FILE_MODES[readers]);
  giveTo(path, readers);
  const outcome = same ? 'unchanged' : 'written';
  io.say(fileLine(outcome, path));
  return outcome;
};

/** Writes a file once and never again: keys, passwords, what people changed since. */
export const putOnce = (io: InitIo, path: string, make: () => string, readers: Readers): FileOutcome => {
  if (readTextIfExists(path) === undefined) return putFile(io, { path, text: make() }, readers);
  chmodSync(path, FILE_MODES[readers]);
  giveTo(path, readers);
  io.say(fileLine('kept', path));
  return 'kept';
};

/** A file that the installer named: bounded, and its absence is told in words. */
export const readGiven = (path: string, maxBytes: number): Buffer => {
  try {
    if (statSync(path).size > maxBytes) throw new InitProblem(`${path} is larger than ${maxBytes} bytes.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof InitProblem) throw error;
    throw new InitProblem(`${path} cannot be read: ${(error as Error).message}`);
  }
};
