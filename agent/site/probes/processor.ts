import { wholeNumber } from './system-files.ts';
import type { SystemFiles } from './system-files.ts';

/*
 * Processor and memory out of /proc, temperature out of /sys.
 */

export interface CpuTimes {
  readonly busy: number;
  readonly total: number;
}

/** The first line of /proc/stat: `cpu user nice system idle iowait irq softirq steal …`, in ticks. */
export const parseCpuTimes = (stat: string): CpuTimes | undefined => {
  const line = /^cpu +([\d ]+)$/m.exec(stat.slice(0, 4_096))?.[1];
  const ticks = line?.split(' ').map(Number) ?? [];
  if (ticks.length < 5 || ticks.some((value) => !Number.isSafeInteger(value))) return undefined;
  // Guests are counted in user and nice already.
  const total = ticks.slice(0, 8).reduce((sum, value) => sum + value, 0);
  return { busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total };
};

/** Share of busy time between two readings in percent; undefined where nothing passed or a counter fell. */
export const busyPct = (before: CpuTimes | undefined, now: CpuTimes | undefined): number | undefined => {
  if (!before || !now || now.total <= before.total || now.busy < before.busy) return undefined;
  return Math.min(100, ((now.busy - before.busy) / (now.total - before.total)) * 100);
};

/** `btime` of /proc/stat in ms. */
export const parseBootTs = (stat: string): number | undefined => {
  const seconds = wholeNumber(/^btime (\d{1,12})$/m.exec(stat)?.[1]);
  return seconds === undefined || seconds === 0 ? undefined : seconds * 1_000;
};

export interface MemoryFigures {
  readonly totalMb: number;
  readonly usedPct?: number;
}

const MEMORY_LINE = (name: string): RegExp => new RegExp(`^${name}: +(\\d{1,15}) kB$`, 'm');

/** /proc/meminfo: used is what is not available, caches not counted. */
export const parseMemory = (meminfo: string): MemoryFigures | undefined => {
  const total = wholeNumber(MEMORY_LINE('MemTotal').exec(meminfo)?.[1]);
  const available = wholeNumber(MEMORY_LINE('MemAvailable').exec(meminfo)?.[1]);
  if (total === undefined || total === 0) return undefined;
  const usedPct = available === undefined || available > total ? undefined : ((total - available) / total) * 100;
  return { totalMb: Math.round(total / 1_024), ...(usedPct === undefined ? {} : { usedPct }) };
};

/** Sensors that are off or broken read 0, or absurd values. */
const isPlausible = (celsius: number): boolean => celsius > 1 && celsius < 150;

const readSensor = async (files: SystemFiles, path: string): Promise<number | undefined> => {
  const milli = wholeNumber(await files.text(path));
  return milli !== undefined && isPlausible(milli / 1_000) ? milli / 1_000 : undefined;
};

const hottest = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
};

/** The hottest thermal zone; without any, the hottest sensor under hwmon. °C. */
export const readTemperature = async (files: SystemFiles): Promise<number | undefined> => {
  const zones = (await files.names('/sys/class/thermal')).filter((name) => /^thermal_zone\d{1,3}$/.test(name));
  const zone = hottest(await Promise.all(zones.map((name) => readSensor(files, `/sys/class/thermal/${name}/temp`))));
  if (zone !== undefined) return zone;
  const chips = (await files.names('/sys/class/hwmon')).filter((name) => /^hwmon\d{1,3}$/.test(name));
  const inputs = await Promise.all(
    chips.map(async (chip) => {
      const names = (await files.names(`/sys/class/hwmon/${chip}`)).filter((name) => /^temp\d{1,2}_input$/.test(name));
      return hottest(await Promise.all(names.map((name) => readSensor(files, `/sys/class/hwmon/${chip}/${name}`))));
    }),
  );
  return hottest(inputs);
};
