import { arch } from 'node:process';
import type { Observation, RouterSample } from '../observation.ts';
import type { Probe } from '../probes.ts';
import type { HubSettings } from '../settings.ts';
import { createBridgeSockets } from './bridge-sockets.ts';
import { readCertificate } from './certificate.ts';
import { createHubRefusals } from './hub-refusals.ts';
import { parseOsName, readClock, readDisk, readModel } from './machine.ts';
import { busyPct, parseBootTs, parseCpuTimes, parseMemory, readTemperature } from './processor.ts';
import type { CpuTimes } from './processor.ts';
import { systemFiles } from './system-files.ts';
import type { SystemFiles } from './system-files.ts';
import { createUplink } from './uplink.ts';
import type { Uplink } from './uplink.ts';

/*
 * The probes of a real router. Each part of a sample has its own time limit, and one that hangs is not asked again until it
 * came back: a disk that is away must not take the temperature with it.
 */

export interface RouterProbeOptions {
  /** `/` on a router. */
  readonly root: string;
  readonly hubs: readonly HubSettings[];
  /** The site's own broker. */
  readonly broker: HubSettings;
  /** PEM file that the bridges show. */
  readonly certificate?: string;
  readonly disks: readonly string[];
  /** Monotonic now, ms. */
  readonly monoMs: () => number;
}

const ROUTER_EVERY_MS = 30_000;
const BRIDGES_EVERY_MS = 5_000;
const CERTIFICATE_EVERY_MS = 60_000;
const PART_LIMIT_MS = 2_000;
const UPLINK_LIMIT_MS = 9_000;
const MAX_PART_MS = 10_000;

/** Runs a part unless it still runs; gives up waiting after `limitMs`. Failures are absence. */
const limited = <T>(run: () => Promise<T | undefined>, limitMs = PART_LIMIT_MS): (() => Promise<T | undefined>) => {
  let isRunning = false;
  return async () => {
    if (isRunning) return undefined;
    isRunning = true;
    const answer = run()
      .catch(() => undefined)
      .finally(() => (isRunning = false));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), limitMs)));
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  };
};

type Part = () => Promise<Partial<RouterSample> | undefined>;

const processorPart = (files: SystemFiles): Part => {
  let before: CpuTimes | undefined;
  return async () => {
    const [stat = '', meminfo = ''] = await Promise.all([files.text('/proc/stat'), files.text('/proc/meminfo')]);
    const now = parseCpuTimes(stat);
    const cpuPct = busyPct(before, now);
    before = now ?? before;
    const memPct = parseMemory(meminfo)?.usedPct;
    const osBootTs = parseBootTs(stat);
    return {
      ...(cpuPct === undefined ? {} : { cpuPct }),
      ...(memPct === undefined ? {} : { memPct }),
      ...(osBootTs === undefined ? {} : { osBootTs }),
    };
  };
};

/** What does not change while the agent runs is read once. */
const machinePart = (files: SystemFiles): Part => {
  let known: Partial<RouterSample> | undefined;
  return async () => {
    if (known) return known;
    const [model, meminfo = '', osRelease = ''] = await Promise.all([readModel(files), files.text('/proc/meminfo'), files.text('/etc/os-release')]);
    const memoryMb = parseMemory(meminfo)?.totalMb;
    const os = parseOsName(osRelease);
    known = {
      hardware: { arch, ...(model === undefined ? {} : { model }), ...(memoryMb === undefined ? {} : { memoryMb }) },
      ...(os === undefined ? {} : { versions: { os } }),
    };
    return known;
  };
};

const diskParts = (files: SystemFiles, paths: readonly string[]): Part => {
  const disks = paths.map((path) => limited(() => readDisk(files, path)));
  return async () => ({ disks: (await Promise.all(disks.map((disk) => disk()))).flatMap((disk) => disk ?? []) });
};

/** The line is measured aside: a hub that does not answer must not delay the rest. */
const uplinkPart = (uplink: Uplink): Part => {
  let last: Partial<RouterSample> = {};
  let turn = 0;
  const measure = limited(() => uplink.measure(), UPLINK_LIMIT_MS);
  return async () => {
    // Once a minute: a thousand sites must not keep a hub busy with being measured.
    if (turn % 2 === 0) void measure().then((trip) => (last = trip ?? last));
    turn += 1;
    return Promise.resolve(last);
  };
};

const named = <K extends keyof RouterSample>(name: K, read: () => Promise<RouterSample[K] | undefined>): Part => async () => {
  const value = await read();
  return value === undefined ? undefined : ({ [name]: value } as Partial<RouterSample>);
};

const routerProbe = ({ root, hubs, disks }: RouterProbeOptions): Probe => {
  const files = systemFiles(root);
  const parts = [
    limited(processorPart(files)),
    limited(machinePart(files)),
    limited(named('tempC', () => readTemperature(files))),
    limited(named('clock', () => readClock(files))),
    diskParts(files, disks),
    uplinkPart(createUplink(hubs[0])),
  ];
  return {
    name: 'router',
    everyMs: ROUTER_EVERY_MS,
    limitMs: MAX_PART_MS,
    run: async () => {
      const answers = await Promise.all(parts.map((part) => part()));
      return [{ type: 'router', sample: Object.assign({}, ...answers.map((answer) => answer ?? {})) as RouterSample }];
    },
  };
};

const certificateProbe = (path: string, root: string): Probe => {
  const files = systemFiles(root);
  return {
    name: 'certificate',
    everyMs: CERTIFICATE_EVERY_MS,
    limitMs: PART_LIMIT_MS,
    run: async () => {
      const certificate = await readCertificate(files, path);
      return certificate ? [{ type: 'certificate', certificate }] : [];
    },
  };
};

const bridgesProbe = ({ root, hubs, broker, monoMs }: RouterProbeOptions): Probe => {
  const refusals = createHubRefusals({ hubs, broker });
  const sockets = createBridgeSockets({
    files: systemFiles(root),
    hubs,
    ownUid: process.getuid?.() ?? -1,
    refusals: (hub) => refusals.of(hub),
  });
  return {
    name: 'bridges',
    everyMs: BRIDGES_EVERY_MS,
    limitMs: MAX_PART_MS,
    run: async () => {
      const samples = (await sockets.look()) ?? [];
      void refusals.follow(new Map(samples.map(({ hub, connected }) => [hub, connected])), monoMs());
      return samples.map((sample): Observation => ({ type: 'bridge', sample }));
    },
  };
};

/** All probes of the router itself. What cannot be measured is absent from their answers. */
export const routerProbes = (options: RouterProbeOptions): readonly Probe[] => [
  routerProbe(options),
  ...(options.certificate === undefined ? [] : [certificateProbe(options.certificate, options.root)]),
  ...(options.hubs.length > 0 ? [bridgesProbe(options)] : []),
];
