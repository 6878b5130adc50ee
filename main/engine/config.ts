import type { EngineConfig } from '../../fleet/ipc.ts';
import { isConsoleId } from '../../fleet/ids.ts';

/** The first message of main, or a throw: a wrong one is a bug of main, and running on would show a wrong fleet. */
export const readConfig = (value: unknown): EngineConfig => {
  const config = value as Partial<EngineConfig> | null;
  if (typeof config !== 'object' || config === null) throw new Error('the first message is no engine configuration');
  if (typeof config.dataDir !== 'string' || config.dataDir === '') throw new Error('dataDir is missing');
  if (!isConsoleId(config.consoleId)) throw new Error('consoleId is not 8 hex digits');
  if (!Array.isArray(config.hubs)) throw new Error('hubs is no list');
  const { clock } = config;
  if (typeof clock?.baseMs !== 'number' || !(clock.speed >= 1 && clock.speed <= 60)) throw new Error('clock is not {speed 1–60, baseMs}');
  return config as EngineConfig;
};
