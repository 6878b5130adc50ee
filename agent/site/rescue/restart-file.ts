import { closeSync, existsSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readTextIfExists } from '../../../platform/atomic-file.ts';
import type { Log } from '../../../platform/log.ts';
import { RESTART_REQUEST, RESTART_UNITS, sitePlaces } from '../../templates/places.ts';
import type { RestartMemory } from './rescue-plan.ts';

/*
 * The request for a new start, a file that systemd watches (resources/site/blocao-broker-restart.path), is the memory of all
 * requests, too: what was asked for is remembered in the same moment.
 */

const MAX_BYTES = 1_000;

export interface RestartFile {
  load(): RestartMemory | undefined;
  /** Asks. False where the disk refuses. */
  ask(memory: RestartMemory): boolean;
}

const parse = (text: string): RestartMemory | undefined => {
  try {
    const { v, asked, in_row, ts, reason } = JSON.parse(text) as Partial<RestartMemory>;
    const areNumbers = [asked, in_row, ts].every((figure) => Number.isSafeInteger(figure) && (figure ?? -1) >= 0);
    return v === 1 && areNumbers && (reason === 'broker_silent' || reason === 'bridge_stuck') ? { v, asked, in_row, ts, reason } as RestartMemory : undefined;
  } catch {
    return undefined;
  }
};

/** A file cut off by a power cut still says that something was asked for, and when. */
const loadFrom = (path: string): RestartMemory | undefined => {
  const text = readTextIfExists(path);
  if (text === undefined) return undefined;
  const { mtimeMs, size } = statSync(path);
  return (size <= MAX_BYTES ? parse(text) : undefined) ?? { v: 1, asked: 1, in_row: 1, ts: Math.round(mtimeMs), reason: 'broker_silent' };
};

/** Written in place: a file that is put in the place of another would be seen as two changes. */
const writeInPlace = (path: string, text: string): void => {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

export const createRestartFile = (dataDir: string, log: Log): RestartFile => {
  const path = join(dataDir, RESTART_REQUEST);
  const guarded = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      log.error('request for a restart not usable', { path, error });
      return undefined;
    }
  };
  return {
    load: () => guarded(() => loadFrom(path)),
    ask: (memory) => guarded(() => (writeInPlace(path, `${JSON.stringify(memory)}\n`), true)) ?? false,
  };
};

/** Whether this router has systemd and the unit that hears the request. `root` is empty on a router. */
export const hasRestartUnit = (root = ''): boolean => {
  const { units, packagedUnits } = sitePlaces(root);
  return existsSync(`${root}/run/systemd/system`) && [units, packagedUnits].some((folder) => existsSync(join(folder, RESTART_UNITS[0])));
};
