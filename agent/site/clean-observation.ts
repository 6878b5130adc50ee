import { lineOf, linesOf, within } from './frigate/figures.ts';
import type { BrokerSample, DiskSample, NvrHttpSample, Observation, RouterSample } from './observation.ts';

/*
 * Probes read files and answers of other programs: what is absurd becomes absent here, at the edge, so that one bad figure
 * can never make a whole document unreadable for the hub (contract §7 drops whole messages).
 */

const PERCENT = [0, 100] as const;
const MILLISECONDS = [0, 10_000_000] as const;
const MEGABYTES = [0, 1_000_000_000_000] as const;
const EPOCH_MS = [0, 8_640_000_000_000_000] as const;
const COUNT = [0, Number.MAX_SAFE_INTEGER] as const;
const MAX_DISKS = 16;

type Range = readonly [min: number, max: number];

/** Leaves out members that are undefined. */
const present = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

const figure = (value: number | undefined, [min, max]: Range): number | undefined => within(value, min, max);

const whole = (value: number | undefined, range: Range): number | undefined => {
  const inRange = figure(value, range);
  return inRange === undefined ? undefined : Math.round(inRange);
};

const text = (value: string | undefined, maxLength: number): string | undefined => lineOf(value, maxLength) ?? undefined;

const cleanDisk = (disk: DiskSample): readonly DiskSample[] => {
  const path = text(disk.path, 100);
  const totalMb = figure(disk.totalMb, MEGABYTES);
  const freeMb = figure(disk.freeMb, MEGABYTES);
  if (path === undefined || totalMb === undefined || freeMb === undefined) return [];
  return [{ path, totalMb, freeMb, ...present({ recordingMbPerH: figure(disk.recordingMbPerH, MEGABYTES) }) }];
};

const cleanClock = (clock: RouterSample['clock']): RouterSample['clock'] =>
  clock && {
    synced: clock.synced,
    source: text(clock.source, 64) ?? 'unknown',
    ...present({ offsetMs: figure(clock.offsetMs, [-10_000_000_000_000, 10_000_000_000_000]) }),
  };

const cleanRouter = (sample: RouterSample): RouterSample => ({
  ...present({
    cpuPct: figure(sample.cpuPct, PERCENT),
    memPct: figure(sample.memPct, PERCENT),
    tempC: figure(sample.tempC, [-100, 300]),
    disks: sample.disks?.flatMap(cleanDisk).slice(0, MAX_DISKS),
    rttMs: figure(sample.rttMs, MILLISECONDS),
    lossPct: figure(sample.lossPct, PERCENT),
    osBootTs: whole(sample.osBootTs, EPOCH_MS),
    clock: cleanClock(sample.clock),
    brokerDropped: whole(sample.brokerDropped, COUNT),
  }),
  ...(sample.versions
    ? { versions: present({ os: text(sample.versions.os, 100), mosquitto: text(sample.versions.mosquitto, 60) }) }
    : {}),
  ...(sample.hardware
    ? {
        hardware: present({
          model: text(sample.hardware.model, 100),
          arch: text(sample.hardware.arch, 30),
          memoryMb: figure(sample.hardware.memoryMb, MEGABYTES),
        }),
      }
    : {}),
});

const cleanAges = (ages: NvrHttpSample['newestSegmentAgeS']): NvrHttpSample['newestSegmentAgeS'] =>
  ages && Object.fromEntries(Object.entries(ages).filter(([, ageS]) => figure(ageS, [0, 10_000_000_000]) !== undefined));

const cleanHttp = (sample: NvrHttpSample): NvrHttpSample => ({
  reachable: sample.reachable,
  ...present({
    version: text(sample.version, 60),
    safeMode: sample.safeMode,
    newestSegmentAgeS: cleanAges(sample.newestSegmentAgeS),
    recordingMbPerH: figure(sample.recordingMbPerH, MEGABYTES),
    model: text(sample.model, 60),
    features: sample.features && linesOf(sample.features, 32, 60),
  }),
});

const cleanBroker = ({ version, dropped }: BrokerSample): BrokerSample =>
  present({ version: text(version, 60), dropped: whole(dropped, COUNT) });

/** The observation with every absurd figure and unreadable text left out. Statistics were cleaned by their parser. */
export const cleanObservation = (observation: Observation): Observation => {
  switch (observation.type) {
    case 'router':
      return { ...observation, sample: cleanRouter(observation.sample) };
    case 'nvr-http':
      return { ...observation, sample: cleanHttp(observation.sample) };
    case 'bridge':
      return { ...observation, sample: { ...observation.sample, hub: text(observation.sample.hub, 64) ?? 'hub' } };
    case 'broker':
      return { ...observation, sample: cleanBroker(observation.sample) };
    case 'stats':
    case 'camera-switch':
    case 'camera-status':
    case 'nvr-cameras':
    case 'certificate':
    case 'config':
      return observation;
    default:
      observation satisfies never;
      return observation;
  }
};
