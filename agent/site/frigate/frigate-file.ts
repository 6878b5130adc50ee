import { readTextIfExists, writeFileAtomically } from '../../../platform/atomic-file.ts';
import type { Log } from '../../../platform/log.ts';
import { parseFrigateMemory } from './frigate-memory.ts';
import type { FrigateStore } from './frigate-memory.ts';

/** The memory of a site's Frigates in a file. A disk that refuses is said once and asked again at the next save. */
export const createFrigateFile = (path: string, log: Log): FrigateStore => {
  let failed = false;
  const attempt = <T>(what: string, act: () => T): T | undefined => {
    try {
      const value = act();
      failed = false;
      return value;
    } catch (error) {
      if (!failed) log.warn(`${what} failed`, { error });
      failed = true;
      return undefined;
    }
  };
  return {
    load: () => {
      const text = attempt('reading the memory of Frigate', () => readTextIfExists(path));
      const memory = text === undefined ? undefined : parseFrigateMemory(text);
      if (text !== undefined && !memory) log.warn('the memory of Frigate is unreadable and starts anew');
      return memory;
    },
    save: (memory) => void attempt('saving the memory of Frigate', () => writeFileAtomically(path, JSON.stringify(memory))),
  };
};
