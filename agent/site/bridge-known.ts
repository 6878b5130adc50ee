import type { HubSettings } from './settings.ts';
import type { SiteFacts } from './site-agent-deps.ts';

/**
 * Whether the bridge to one of `hubs` is up; undefined: not known. Of a single bridge mosquitto's own word is exact; of
 * several, that none is up.
 */
export const bridgeKnown = (
  { name }: HubSettings,
  hubs: readonly HubSettings[],
  facts: Pick<SiteFacts, 'report' | 'bridgeWord'>,
): boolean | undefined =>
  facts.report.look.observed.bridges.get(name)?.connected ?? (hubs.length === 1 || facts.bridgeWord === false ? facts.bridgeWord : undefined);
