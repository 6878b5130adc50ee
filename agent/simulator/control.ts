import { isScenarioKind } from './scenarios.ts';
import type { ScenarioKind } from './scenarios.ts';
import type { Simulation } from './simulation.ts';

/*
 * Orders to a running simulation from the process that started it: for tests that must know when something happens, and what
 * the sites themselves say.
 */

export type SimulatorControl =
  | { readonly type: 'stop' }
  | { readonly type: 'scenario'; readonly site: string; readonly kind: ScenarioKind; readonly phase: 'begin' | 'end' }
  /** Asks for each site's retained documents as they stand on its own broker. */
  | { readonly type: 'documents' };

export interface SiteDocuments {
  readonly type: 'documents';
  /** Site → local topic → payload. */
  readonly sites: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export const parseControl = (message: unknown): SimulatorControl | undefined => {
  if (!isObject(message)) return undefined;
  const { type, site, kind, phase } = message;
  if (type === 'stop' || type === 'documents') return { type };
  if (type !== 'scenario' || typeof site !== 'string' || !isScenarioKind(kind)) return undefined;
  return phase === 'begin' || phase === 'end' ? { type, site, kind, phase } : undefined;
};

export const documentsOf = (simulation: Simulation): SiteDocuments => ({
  type: 'documents',
  sites: Object.fromEntries(
    Array.from(simulation.sites.values(), (site) => [
      site.site,
      Object.fromEntries(site.documents().map(({ topic, payload }) => [topic, payload])),
    ]),
  ),
});
