import type { AgentSettings } from '../../site/settings.ts';

/** One NVR's console of a simulated site. */
export interface ConsoleSite {
  readonly site: string;
  readonly nvr: string;
  readonly cameras: readonly string[];
}

/** What the tailnet of the demo needs to know of a site. */
export interface TailnetSite {
  readonly name: string;
  readonly ports: readonly number[];
}

/** The demo's tailnet: nothing outside this computer has such a name (RFC 6761). */
export const DEMO_TAILNET = 'demo.test';

/** Frigate's port without encryption; the next ones for a site's further boxes. */
const FIRST_PORT = 5_000;

/** A site's name within the tailnet. */
export const nodeName = (site: string): string => site.toLowerCase();

export const consoleHost = (site: string): string => `${nodeName(site)}.${DEMO_TAILNET}`;

export const consolePort = (index: number): number => FIRST_PORT + index;

export const tailnetSites = (sites: readonly AgentSettings[]): readonly TailnetSite[] =>
  sites.map(({ site, nvrs }) => ({ name: nodeName(site), ports: nvrs.map((_, index) => consolePort(index)) }));

/** The console that a `Host` header names; undefined for any other. */
export const consoleFinder = (sites: readonly AgentSettings[]): ((host: string | undefined) => ConsoleSite | undefined) => {
  const byHost = new Map<string, ConsoleSite>();
  for (const { site, nvrs } of sites) {
    nvrs.forEach((nvr, index) => {
      const found = { site, nvr: nvr.id, cameras: nvr.cameras.map(({ id }) => id) };
      byHost.set(`${consoleHost(site)}:${consolePort(index)}`, found);
    });
  }
  return (host) => (host === undefined ? undefined : byHost.get(host.toLowerCase()));
};
