import { readTextIfExists, writeFileAtomically } from '../../platform/atomic-file.ts';
import type { Log } from '../../platform/log.ts';

export interface MemoryFile<T> {
  /** Undefined where there is none, or none that can be used. */
  load(): T | undefined;
  /** False where the disk refused. */
  save(memory: T): boolean;
}

/** Something remembered over restarts, in a file. A disk that refuses is said once and asked again at the next save. */
export const createMemoryFile = <T>(path: string, what: string, parse: (text: string) => T | undefined, log: Log): MemoryFile<T> => {
  let failed = false;
  const attempt = <V>(doing: string, act: () => V): V | undefined => {
    try {
      const value = act();
      failed = false;
      return value;
    } catch (error) {
      if (!failed) log.warn(`${doing} the memory of ${what} failed`, { error });
      failed = true;
      return undefined;
    }
  };
  return {
    load: () => {
      const text = attempt('reading', () => readTextIfExists(path));
      const memory = text === undefined ? undefined : parse(text);
      if (text !== undefined && memory === undefined) log.warn(`the memory of ${what} is unreadable and starts anew`);
      return memory;
    },
    save: (memory) => attempt('saving', () => (writeFileAtomically(path, JSON.stringify(memory)), true)) ?? false,
  };
};
