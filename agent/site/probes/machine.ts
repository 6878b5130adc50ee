import { statfs } from 'node:fs/promises';
import { runProcess } from '../../../platform/run-process.ts';
import type { DiskSample, RouterSample } from '../observation.ts';
import type { SystemFiles } from './system-files.ts';

/*
 * The router as a thing: what it is, its disks, its clock.
 */

const MEBIBYTE = 1_048_576;
const CLOCK_LIMIT_MS = 3_000;

/** `PRETTY_NAME` of os-release, without quotes. */
export const parseOsName = (osRelease: string): string | undefined =>
  /^PRETTY_NAME=["']?([^"'\n]{1,100})["']?$/m.exec(osRelease)?.[1];

/** Model as firmware or device tree tells it. */
export const readModel = async (files: SystemFiles): Promise<string | undefined> => {
  for (const path of ['/sys/class/dmi/id/product_name', '/proc/device-tree/model']) {
    const text = (await files.text(path))?.replaceAll('\0', '').trim();
    if (text !== undefined && text !== '' && !/^(?:To Be Filled|Default string|None$)/i.test(text)) return text.slice(0, 100);
  }
  return undefined;
};

/** Size and space that ordinary users may fill. Undefined where the path is no mounted disk. */
export const readDisk = async (files: SystemFiles, path: string): Promise<DiskSample | undefined> => {
  try {
    const { blocks, bavail, bsize } = await statfs(files.at(path));
    if (blocks <= 0 || bsize <= 0) return undefined;
    return { path, totalMb: (blocks * bsize) / MEBIBYTE, freeMb: (bavail * bsize) / MEBIBYTE };
  } catch {
    return undefined;
  }
};

type Clock = NonNullable<RouterSample['clock']>;

/** `NTPSynchronized` is the kernel's own flag, whichever program sets the clock. */
export const parseTimedatectl = (output: string): boolean | undefined => {
  const word = /^NTPSynchronized=(yes|no)$/m.exec(output)?.[1];
  return word === undefined ? undefined : word === 'yes';
};

/** `chronyc -c tracking`: reference, name, stratum, time, offset in s, …, leap status. */
export const parseChrony = (output: string): Clock | undefined => {
  const fields = output.trim().split(',');
  const offsetS = Number(fields[4]);
  const leap = fields.at(-1);
  if (fields.length < 14 || leap === undefined || fields[4] === '') return undefined;
  const synced = /^(?:Normal|Insert second|Delete second)$/.test(leap);
  return { synced, source: 'chrony', ...(synced && Number.isFinite(offsetS) ? { offsetMs: Math.round(offsetS * 1_000) } : {}) };
};

const output = async (program: string, args: readonly string[]): Promise<string | undefined> => {
  const result = await runProcess(program, args, { timeoutMs: CLOCK_LIMIT_MS, maxOutputBytes: 16_384 });
  return result.ended === 'exit' && result.code === 0 ? result.stdout : undefined;
};

const hasRun = async (files: SystemFiles, directory: string, name: string): Promise<boolean> =>
  (await files.names(directory)).includes(name);

/**
 * Whether the clock is set, and by whom: chrony where it runs, the mark of systemd-timesyncd, the kernel's flag by
 * timedatectl. Undefined where none of them can be asked.
 */
export const readClock = async (files: SystemFiles): Promise<Clock | undefined> => {
  if (await hasRun(files, '/run/chrony', 'chronyd.pid')) {
    const chrony = parseChrony((await output('chronyc', ['-c', '-n', 'tracking'])) ?? '');
    if (chrony) return chrony;
  }
  const timesync = await files.names('/run/systemd/timesync');
  if (timesync.includes('synchronized')) return { synced: true, source: 'systemd-timesyncd' };
  const synced = parseTimedatectl((await output('timedatectl', ['show', '--property=NTPSynchronized'])) ?? '');
  if (synced === undefined) return undefined;
  return { synced, source: synced ? 'ntp' : 'none' };
};
