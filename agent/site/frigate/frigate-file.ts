import type { Log } from '../../../platform/log.ts';
import { createMemoryFile } from '../memory-file.ts';
import { parseFrigateMemory } from './frigate-memory.ts';
import type { FrigateStore } from './frigate-memory.ts';

/** The memory of a site's Frigates in a file. */
export const createFrigateFile = (path: string, log: Log): FrigateStore => createMemoryFile(path, 'Frigate', parseFrigateMemory, log);
