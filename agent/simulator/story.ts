import type { AgentSettings } from '../site/settings.ts';
import { createRandom } from './random.ts';
import type { ScenarioKind } from './scenarios.ts';

/*
 * SIMULATION: the story of the demo fleet, as data. It repeats every hour of fleet time (six minutes at speed 10), and its
 * first ten minutes show an offline, a warning and an error site.
 */

export const CYCLE_S = 3_600;

/** One thing that happens: seconds of fleet time from the start of the cycle. */
export interface StoryStep {
  readonly atS: number;
  readonly forS: number;
  readonly site: string;
  readonly kind: ScenarioKind;
}

interface Row {
  readonly at: number;
  readonly for: number;
  readonly kind: ScenarioKind;
  readonly site?: string;
  readonly region?: string;
}

const ROWS: readonly Row[] = [
  { at: 5, for: 2_700, site: 'BL-WAW-01', kind: 'cameras_offline' },
  { at: 5, for: 3_300, site: 'BL-BCN-01', kind: 'renewal_fails' },
  { at: 10, for: 2_400, site: 'BL-MUC-01', kind: 'disk_fills' },
  { at: 10, for: 2_400, site: 'BL-MUC-01', kind: 'recording_stops' },
  { at: 10, for: 3_000, site: 'BL-LON-01', kind: 'packet_loss' },
  { at: 30, for: 1_500, site: 'BL-LAB-1', kind: 'safe_mode' },
  { at: 45, for: 1_200, site: 'BL-PRG-01', kind: 'agent_dies' },
  { at: 75, for: 420, site: 'BL-WH-N', kind: 'wan_down' },
  { at: 120, for: 150, site: 'BL-CPH-01', kind: 'silent' },
  { at: 180, for: 900, site: 'BL-BOD-01', kind: 'cameras_offline' },
  { at: 300, for: 900, site: 'BL-FRA-01', kind: 'camera_freezes' },
  { at: 600, for: 900, site: 'BL-WH-S', kind: 'nvr_down' },
  { at: 700, for: 1_200, site: 'BL-STO-01', kind: 'clock_ahead' },
  { at: 900, for: 160, site: 'BL-LON-01', kind: 'silent' },
  { at: 1_200, for: 480, region: 'France', kind: 'wan_down' },
  { at: 1_300, for: 900, site: 'BL-DUS-01', kind: 'detector_slow' },
  { at: 1_500, for: 1_500, site: 'BL-VIE-01', kind: 'router_replaced' },
  { at: 1_800, for: 900, site: 'BL-SVQ-01', kind: 'hot' },
  { at: 1_900, for: 170, site: 'BL-CPH-01', kind: 'silent' },
  { at: 2_000, for: 600, site: 'BL-ZRH-01', kind: 'nvr_mute' },
  { at: 2_200, for: 1, site: 'BL-WH-N', kind: 'queue_drops' },
  { at: 2_400, for: 900, site: 'BL-LIS-02', kind: 'recording_path_missing' },
];

/** One in so many generated sites has an incident of its own each cycle. */
const INCIDENT_SHARE = 0.03;
const INCIDENTS = [
  'cameras_offline',
  'camera_freezes',
  'silent',
  'wan_down',
  'nvr_down',
  'detector_slow',
  'hot',
] as const satisfies readonly ScenarioKind[];

const incidentsOf = (sites: readonly string[], seed: number): readonly StoryStep[] =>
  sites.flatMap((site): readonly StoryStep[] => {
    const random = createRandom(seed, `${site} incident`);
    if (random.next() >= INCIDENT_SHARE) return [];
    const kind = random.pick(INCIDENTS);
    const atS = random.integer(60, CYCLE_S / 2);
    return [{ atS, forS: kind === 'silent' ? 150 : random.integer(420, 1_200), site, kind }];
  });

/** Steps in order of time for the sites given; the same for the same seed. `scripted` are the hand-made sites. */
export const storyOf = (sites: readonly AgentSettings[], scripted: number, seed: number): readonly StoryStep[] => {
  const regions = new Map(sites.slice(0, scripted).map(({ site, description }) => [String(site), description.region]));
  const rows = ROWS.flatMap((row): readonly StoryStep[] =>
    Array.from(regions)
      .filter(([site, region]) => site === row.site || (row.region !== undefined && region === row.region))
      .map(([site]) => ({ atS: row.at, forS: row.for, site, kind: row.kind })),
  );
  const own = incidentsOf(sites.slice(scripted).map(({ site }) => site), seed);
  return [...rows, ...own].sort((a, b) => a.atS - b.atS || (a.site < b.site ? -1 : a.site > b.site ? 1 : 0));
};

export interface StoryMoment {
  readonly step: StoryStep;
  readonly phase: 'begin' | 'end';
  readonly cycle: number;
}

/**
 * What begins and ends after `fromS` up to `toS`, both seconds of fleet time since the story's start, in order of time. A
 * story that does not repeat has one cycle.
 */
export const momentsBetween = (steps: readonly StoryStep[], fromS: number, toS: number, repeats: boolean): readonly StoryMoment[] => {
  const moments: (StoryMoment & { readonly s: number })[] = [];
  const firstCycle = repeats ? Math.max(0, Math.floor(fromS / CYCLE_S) - 1) : 0;
  const lastCycle = repeats ? Math.floor(toS / CYCLE_S) : 0;
  for (let cycle = firstCycle; cycle <= lastCycle; cycle += 1) {
    for (const step of steps) {
      const beginS = cycle * CYCLE_S + step.atS;
      const endS = beginS + step.forS;
      if (beginS > fromS && beginS <= toS) moments.push({ step, phase: 'begin', cycle, s: beginS });
      if (endS > fromS && endS <= toS) moments.push({ step, phase: 'end', cycle, s: endS });
    }
  }
  return moments.sort((a, b) => a.s - b.s).map(({ step, phase, cycle }) => ({ step, phase, cycle }));
};
