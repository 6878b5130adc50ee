import { checkCode } from '../../fleet/check-code.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { openAlerts } from '../site/alert-step.ts';
import type { AgentSeverity } from '../site/rules/rule.ts';
import { alertText } from '../site/alert-text.ts';
import { buildDocument } from '../site/documents.ts';
import type { StateBody } from '../site/identity.ts';
import type { AgentSettings } from '../site/settings.ts';
import type { SiteFacts } from '../site/site-agent-deps.ts';
import { ADVICE } from './advice.ts';

/*
 * What the agent knows, for a person at the site: what is wrong and what to do first, then the same documents that
 * headquarters gets. Nothing secret stands in them.
 */

export interface Problem {
  readonly severity: AgentSeverity;
  readonly text: string;
  readonly advice: string;
}

export interface HubStatus {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Absent: not known. */
  readonly connected?: boolean;
}

export interface SiteStatus {
  readonly v: 1;
  readonly site: SiteId;
  readonly name?: string;
  readonly agent: { readonly version: string; readonly boot?: number; readonly started_ts?: number; readonly now_ts: number };
  /** `good`: nothing to do. */
  readonly state: 'good' | 'warning' | 'critical';
  readonly problems: readonly Problem[];
  readonly broker: { readonly connected: boolean; readonly version?: string };
  readonly hubs: readonly HubStatus[];
  readonly queue: { readonly depth: number; readonly dropped: number; readonly writable: boolean };
  /** Of the last message in which the agent told who it is: headquarters sees the same four digits. */
  readonly code?: string;
  readonly health?: StateBody<'state/health'>;
  readonly cameras?: StateBody<'state/cameras'>;
  readonly inventory?: StateBody<'state/inventory'>;
  readonly certificate?: StateBody<'state/cert'>;
}

export interface StatusSource {
  readonly settings: AgentSettings;
  readonly facts: SiteFacts;
  /** Number of the last `state/agent` in this boot. */
  readonly agentSeq?: number;
  /** False while the disk refuses what must not be forgotten. */
  readonly writable: boolean;
}

const RANK: Readonly<Record<AgentSeverity, number>> = { critical: 2, warning: 1, info: 0 };
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

const hubsOf = ({ settings, facts }: StatusSource): readonly HubStatus[] =>
  settings.hubs.map(({ name, host, port }) => {
    const seen = facts.report.look.observed.bridges.get(name)?.connected;
    // Of a single bridge mosquitto's own word is exact; of several, that none is up.
    const connected = seen ?? (settings.hubs.length === 1 || facts.bridgeWord === false ? facts.bridgeWord : undefined);
    return { name, host, port, ...(connected === undefined ? {} : { connected }) };
  });

const certificateProblem = ({ facts }: StatusSource): Problem | undefined => {
  const { observed, at } = facts.report.look;
  const until = observed.certificate?.not_after_ts;
  if (until === undefined) return undefined;
  const days = Math.floor((until - at.wallTs) / DAY_MS);
  const advice = 'Ask headquarters for a new certificate, or check the renewal.';
  if (days < 0) return { severity: 'critical', text: 'The certificate of this site has ended', advice };
  return days < SOON_DAYS ? { severity: 'warning', text: `The certificate of this site ends in ${days} days`, advice } : undefined;
};

/** Known to be down, though the hold-off of its alert is not over. */
const nvrProblems = ({ facts: { report } }: StatusSource): readonly Problem[] => {
  const told = new Set(Array.from(report.alerts.open.values(), ({ object }) => object));
  return report.look.nvrs.flatMap(({ nvr, state }): readonly Problem[] => {
    const object = `nvr:${nvr.settings.id}`;
    if (state !== 'down' || told.has(object)) return [];
    return [{ severity: 'critical', text: alertText({ kind: 'nvr_down', object }), advice: ADVICE.nvr_down }];
  });
};

/** What no alert tells, since an alert could not leave the site, or is not due yet. */
const localProblems = (source: StatusSource, hubs: readonly HubStatus[]): readonly Problem[] => {
  const { facts, writable } = source;
  const problems: Problem[] = [];
  if (!facts.identity) {
    const text = 'The agent has not started to report: it waits for the clock of this router';
    problems.push({ severity: 'critical', text, advice: ADVICE.clock_unset });
  } else if (!facts.connected) {
    const text = 'The broker of this router does not answer';
    problems.push({ severity: 'critical', text, advice: 'Check that mosquitto runs: systemctl status blocao-broker' });
  }
  for (const { name, host, port } of hubs.filter(({ connected }) => connected === false)) {
    const text = `No connection to the hub ${name} (${host}:${port})`;
    problems.push({ severity: 'critical', text, advice: 'Run `blocao-agent doctor`: it goes the way to the hub step by step.' });
  }
  if (!writable) {
    const text = 'The disk of this router refuses to be written';
    problems.push({ severity: 'critical', text, advice: 'Free space on it; if it is not full, replace it.' });
  }
  const certificate = certificateProblem(source);
  return certificate ? [...problems, certificate] : problems;
};

const problemsOf = (source: StatusSource, hubs: readonly HubStatus[]): readonly Problem[] =>
  [
    ...localProblems(source, hubs),
    ...nvrProblems(source),
    ...openAlerts(source.facts.report.alerts).map((alert) => ({ severity: alert.severity, text: alertText(alert), advice: ADVICE[alert.kind] })),
  ].toSorted((a, b) => RANK[b.severity] - RANK[a.severity]);

const stateOf = (problems: readonly Problem[]): SiteStatus['state'] => {
  if (problems.some(({ severity }) => severity === 'critical')) return 'critical';
  return problems.some(({ severity }) => severity === 'warning') ? 'warning' : 'good';
};

const documentsOf = ({ facts: { report } }: StatusSource): Pick<SiteStatus, 'health' | 'cameras' | 'inventory' | 'certificate'> => {
  const [health, cameras] = [buildDocument('state/health', report), buildDocument('state/cameras', report)];
  const [inventory, certificate] = [buildDocument('state/inventory', report), buildDocument('state/cert', report)];
  return {
    ...(health ? { health } : {}),
    ...(cameras ? { cameras } : {}),
    ...(inventory ? { inventory } : {}),
    ...(certificate ? { certificate } : {}),
  };
};

/** Pure. */
export const siteStatus = (source: StatusSource): SiteStatus => {
  const { settings, facts, agentSeq, writable } = source;
  const { agent, queue, look } = facts.report;
  const hubs = hubsOf(source);
  const problems = problemsOf(source, hubs);
  const brokerVersion = look.observed.broker?.version;
  return {
    v: 1,
    site: settings.site,
    ...(settings.description.name === undefined ? {} : { name: settings.description.name }),
    agent: {
      version: agent.version,
      ...(facts.identity ? { boot: facts.identity.boot, started_ts: agent.startedTs } : {}),
      now_ts: look.at.wallTs,
    },
    state: stateOf(problems),
    problems,
    broker: { connected: facts.connected, ...(brokerVersion === undefined ? {} : { version: brokerVersion }) },
    hubs,
    queue: { ...queue, writable },
    ...(facts.identity && agentSeq !== undefined ? { code: checkCode(settings.site, facts.identity.boot, agentSeq) } : {}),
    ...documentsOf(source),
  };
};
