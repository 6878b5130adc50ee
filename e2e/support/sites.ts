import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClockConfig } from '../../fleet/ipc.ts';
import { node, root } from './paths.ts';
import type { Status } from './overview.ts';

/** Simulated sites in a process of their own, started as `blocao-agent simulate`. */
export interface Sites {
  /** What each site itself holds: its retained documents by local topic, parsed. */
  readonly documents: () => Promise<Record<string, Record<string, SiteDocument>>>;
  /** Something happens to a site now, or is put right. */
  readonly scenario: (site: string, kind: string, phase: 'begin' | 'end') => void;
  /** The machine goes dark: no goodbye to anybody. */
  readonly kill: () => Promise<void>;
}

export interface SiteDocument {
  readonly level?: Status;
  readonly open?: readonly { readonly id: string; readonly kind: string }[];
}

export interface SitesOptions {
  readonly clock: ClockConfig;
  readonly hubs?: readonly string[];
  readonly count?: number;
  /** One site on its own, real broker instead of `hubs`. */
  readonly local?: { readonly url: string; readonly site: string };
}

/** Fast, and shared with the console by `clockEnv`: five minutes of the fleet are ten seconds. */
export const fastClock = (): ClockConfig => ({ speed: 30, baseMs: Date.now() });

export const clockEnv = ({ speed, baseMs }: ClockConfig): Record<string, string> => ({
  BLOCAO_CLOCK_SPEED: String(speed),
  BLOCAO_CLOCK_BASE_MS: String(baseMs),
});

/** Calm sites: nothing happens but what a test asks for. */
export const startSites = ({ clock, hubs = [], count = 6, local }: SitesOptions): Sites => {
  const where = local
    ? ['--local', local.url, '--site', local.site]
    : ['--sites', String(count), ...hubs.flatMap((url) => ['--hub', url])];
  const args = ['simulate', '--calm', '--speed', String(clock.speed), '--clock-base', String(clock.baseMs), ...where];
  const child = fork(join(root, 'dist', 'agent', 'cli.cjs'), args, {
    execPath: node,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    documents: async () => {
      const answered = once(child, 'message');
      child.send({ type: 'documents' });
      const [{ sites }] = (await answered) as [{ sites: Record<string, Record<string, string>> }];
      return mapValues(sites, (documents) => mapValues(documents, (text) => JSON.parse(text) as SiteDocument));
    },
    scenario: (site, kind, phase) => void child.send({ type: 'scenario', site, kind, phase }),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
};

/** What the console must show for sites that are all on line: each one's own level. */
export const ownStatuses = async (sites: Sites): Promise<Record<string, Status>> =>
  mapValues(await sites.documents(), (documents) => documents['fleet/v1/state/health']?.level ?? 'unknown');

/** Ids of the alerts that each site itself holds open, sorted; sites without any are left out. */
export const ownOpenAlerts = async (sites: Sites): Promise<Record<string, string[]>> => {
  const open = mapValues(await sites.documents(), (documents) =>
    (documents['fleet/v1/state/alerts']?.open ?? []).map(({ id }) => id).sort(),
  );
  return Object.fromEntries(Object.entries(open).filter(([, ids]) => ids.length > 0));
};

const mapValues = <A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(
    Object.entries(record)
      .map(([key, value]) => [key, change(value)] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
