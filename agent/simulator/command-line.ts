import { parseArgs } from 'node:util';
import { parseSiteId } from '../../fleet/ids.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { ClockConfig } from '../../fleet/ipc.ts';
import { isLinkUrl } from '../../platform/mqtt-options.ts';
import { isScenarioKind } from './scenarios.ts';
import type { StoryStep } from './story.ts';

/*
 * Arguments of `blocao-agent simulate`. Credentials never stand here: they come by environment.
 */

export const SIMULATE_USAGE = `blocao-agent simulate: simulated sites with the real agent's code

  --sites N          how many sites (default 30)
  --hub URL          mqtt://HOST[:PORT]; repeat it for several hubs
  --local URL        instead of --hub: publish as one site on its own broker (real bridges)
  --site ID          the site for --local
  --seed N           same seed, same fleet and story (default 1)
  --speed N          1 to 60 times real time (default 1)
  --clock-base MS    real time, epoch ms, from which the fleet clock runs (default now)
  --calm             nothing happens (default with --only and --local)
  --story            the demo's story, repeated
  --only SITE=SCENARIO@SECONDS[+SECONDS]
                     this happens after so many seconds of fleet time, for so many (default 600); may be repeated

Environment: BLOCAO_HUB_USER, BLOCAO_HUB_PASSWORD (%S in them is the site's id), BLOCAO_LOCAL_USER, BLOCAO_LOCAL_PASSWORD.`;

export interface SimulateOptions {
  readonly sites: number;
  readonly hubs: readonly string[];
  readonly local?: { readonly url: string; readonly site: SiteId };
  readonly seed: number;
  readonly clock: ClockConfig;
  readonly story: boolean;
  readonly steps: readonly StoryStep[];
}

export type ParsedCommand = { readonly ok: true; readonly options: SimulateOptions } | { readonly ok: false; readonly text: string };

const DEFAULT_FOR_S = 600;
const MAX_SITES = 10_000;
const MAX_SPEED = 60;

const fault = (text: string): ParsedCommand => ({ ok: false, text });

const numberIn = (text: string | undefined, fallback: number, min: number, max: number): number | undefined => {
  if (text === undefined) return fallback;
  const figure = Number(text);
  return Number.isFinite(figure) && figure >= min && figure <= max ? figure : undefined;
};

/** `BL-WH-N=wan_down@75+420` */
export const parseStep = (text: string): StoryStep | undefined => {
  const match = /^([^=]+)=([a-z_]+)@(\d+)(?:\+(\d+))?$/.exec(text);
  const [, site = '', kind = '', at = '', duration] = match ?? [];
  if (parseSiteId(site) === undefined || !isScenarioKind(kind)) return undefined;
  return { site, kind, atS: Number(at), forS: duration === undefined ? DEFAULT_FOR_S : Number(duration) };
};

const OPTIONS = {
  sites: { type: 'string' },
  hub: { type: 'string', multiple: true },
  local: { type: 'string' },
  site: { type: 'string' },
  seed: { type: 'string' },
  speed: { type: 'string' },
  'clock-base': { type: 'string' },
  calm: { type: 'boolean' },
  story: { type: 'boolean' },
  only: { type: 'string', multiple: true },
} as const;

const valuesOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return error instanceof Error ? error.message : 'bad arguments';
  }
};

/** A bridge, and so its simulation, speaks no WebSocket. */
const isBridgeUrl = (url: string): boolean => isLinkUrl(url) && !url.startsWith('ws');

const localOf = (url: string | undefined, site: string | undefined): SimulateOptions['local'] | 'fault' => {
  if (url === undefined) return undefined;
  const id = parseSiteId(site ?? '');
  return id !== undefined && isBridgeUrl(url) ? { url, site: id } : 'fault';
};

/** Arguments behind `simulate`; `nowMs` is the default clock base. */
export const parseSimulate = (args: readonly string[], nowMs: number): ParsedCommand => {
  const values = valuesOf(args);
  if (typeof values === 'string') return fault(values);
  const sites = numberIn(values.sites, 30, 1, MAX_SITES);
  const seed = numberIn(values.seed, 1, 0, Number.MAX_SAFE_INTEGER);
  const speed = numberIn(values.speed, 1, 1, MAX_SPEED);
  const baseMs = numberIn(values['clock-base'], nowMs, 0, 8.64e15);
  if (sites === undefined || seed === undefined || speed === undefined || baseMs === undefined) {
    return fault('--sites, --seed, --speed and --clock-base take numbers in their range');
  }
  const hubs = values.hub ?? [];
  const wrong = hubs.find((url) => !isBridgeUrl(url));
  if (wrong !== undefined) return fault('--hub takes an address such as mqtt://hub.example:1883');
  const local = localOf(values.local, values.site);
  if (local === 'fault') return fault('--local takes an address, and --site the id of the site there');
  if ((local === undefined) === (hubs.length === 0)) return fault('either --hub (repeatable) or --local with --site');
  const steps = (values.only ?? []).map(parseStep);
  if (steps.includes(undefined)) return fault('--only takes SITE=SCENARIO@SECONDS[+SECONDS]');
  const story = values.story ?? (values.calm !== true && steps.length === 0 && local === undefined);
  return {
    ok: true,
    options: {
      sites,
      hubs,
      ...(local ? { local } : {}),
      seed,
      clock: { speed, baseMs },
      story,
      steps: steps.filter((step) => step !== undefined),
    },
  };
};
