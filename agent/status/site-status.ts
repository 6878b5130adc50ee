import { checkCode } from '../../fleet/check-code.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { VectorState, VectorStatus } from '../site/embeddings/embedding-source.ts';
import { openAlerts } from '../site/alert-step.ts';
import { bridgeKnown } from '../site/bridge-known.ts';
import type { RescueStatus } from '../site/rescue/broker-rescue.ts';
import type { AgentSeverity } from '../site/rules/rule.ts';
import { buildDocument } from '../site/documents.ts';
import type { StateBody } from '../site/identity.ts';
import type { HttpFault } from '../site/frigate/http-answer.ts';
import type { AgentSettings } from '../site/settings.ts';
import type { SiteFacts } from '../site/site-agent-deps.ts';
import { restartProblems } from './restart-words.ts';
import { fill } from './words.ts';
import type { HttpTrouble, Words } from './words-shape.ts';

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
  readonly broker: { readonly connected: boolean; readonly version?: string; readonly restarts?: RescueStatus };
  readonly hubs: readonly HubStatus[];
  readonly queue: { readonly depth: number; readonly dropped: number; readonly writable: boolean };
  /** Picture vectors, where the site opted in. */
  readonly vectors?: readonly VectorStatus[];
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
  /** New starts of the broker. */
  readonly restarts?: RescueStatus;
}

const RANK: Readonly<Record<AgentSeverity, number>> = { critical: 2, warning: 1, info: 0 };
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

const hubsOf = ({ settings, facts }: StatusSource): readonly HubStatus[] =>
  settings.hubs.map((hub) => {
    const connected = bridgeKnown(hub, settings.hubs, facts);
    const { name, host, port } = hub;
    return { name, host, port, ...(connected === undefined ? {} : { connected }) };
  });

const certificateProblem = ({ facts }: StatusSource, { problem, advice }: Words): Problem | undefined => {
  const { observed, at } = facts.report.look;
  const until = observed.certificate?.not_after_ts;
  if (until === undefined) return undefined;
  const days = Math.floor((until - at.wallTs) / DAY_MS);
  if (days < 0) return { severity: 'critical', text: problem.certificateEnded, advice: advice.certificate };
  return days < SOON_DAYS ? { severity: 'warning', text: fill(problem.certificateEnds, { days }), advice: advice.certificate } : undefined;
};

/** `Frigate does not answer: nvr:nvr` */
const sentence = (text: string, object: string): string => (object === 'site' ? text : `${text}: ${object}`);

/** Known to be down, though the hold-off of its alert is not over. */
const nvrProblems = ({ facts: { report } }: StatusSource, { alert, advice }: Words): readonly Problem[] => {
  const told = new Set(Array.from(report.alerts.open.values(), ({ object }) => object));
  return report.look.nvrs.flatMap(({ nvr, state }): readonly Problem[] => {
    const object = `nvr:${nvr.settings.id}`;
    if (state !== 'down' || told.has(object)) return [];
    return [{ severity: 'critical', text: sentence(alert.nvr_down, object), advice: advice.nvr_down }];
  });
};

const TROUBLES: Readonly<Record<HttpFault, HttpTrouble>> = {
  login: 'frigateLogin',
  login_limited: 'frigateLogin',
  forbidden: 'frigateLogin',
  settings: 'frigateLogin',
  certificate: 'frigateCertificate',
  unreachable: 'frigateSilent',
  slow: 'frigateSilent',
  half: 'frigateSilent',
  huge: 'frigateSilent',
  missing: 'frigateSilent',
  gateway: 'frigateSilent',
  status: 'frigateSilent',
  content: 'frigateSilent',
};
/** One slow answer is nothing to tell. */
const FAILING_FOR_MS = 60_000;

/** No alert tells this: Frigate lives, as its statistics show, but nobody can look into its database. */
const askingProblems = ({ facts: { frigateFailures, report } }: StatusSource, { problem, advice }: Words): readonly Problem[] =>
  report.look.nvrs.flatMap(({ nvr, state }): readonly Problem[] => {
    const failure = frigateFailures.get(nvr.settings.id);
    if (state === 'down' || failure === undefined || report.look.at.monoMs - failure.sinceMs < FAILING_FOR_MS) return [];
    const trouble = TROUBLES[failure.fault];
    return [{ severity: 'warning', text: fill(problem[trouble], { nvr: nvr.settings.id }), advice: advice[trouble] }];
  });

/** What is as it should be, or passes by itself. */
const FINE: readonly VectorState[] = ['starting', 'flowing', 'behind', 'unasked', 'busy'];

const vectorProblems = ({ facts: { vectors } }: StatusSource, { problem, advice, vector }: Words): readonly Problem[] =>
  vectors
    .filter(({ state }) => !FINE.includes(state))
    .map(({ nvr, state }) => ({ severity: 'warning', text: fill(problem.vectors, { nvr, state: vector[state] }), advice: advice.vectors }));

/** What no alert tells, since an alert could not leave the site, or is not due yet. */
const localProblems = (source: StatusSource, hubs: readonly HubStatus[], words: Words): readonly Problem[] => {
  const { problem, advice } = words;
  const { facts, writable } = source;
  const problems: Problem[] = [];
  if (!facts.identity) problems.push({ severity: 'critical', text: problem.clock, advice: advice.clock_unset });
  else if (!facts.connected) problems.push({ severity: 'critical', text: problem.broker, advice: advice.broker });
  for (const { name, host, port } of hubs.filter(({ connected }) => connected === false)) {
    problems.push({ severity: 'critical', text: fill(problem.hub, { name, address: `${host}:${port}` }), advice: advice.hub });
  }
  if (!writable) problems.push({ severity: 'critical', text: problem.disk, advice: advice.disk });
  const certificate = certificateProblem(source, words);
  return certificate ? [...problems, certificate] : problems;
};

const problemsOf = (source: StatusSource, hubs: readonly HubStatus[], words: Words): readonly Problem[] =>
  [
    ...localProblems(source, hubs, words),
    ...restartProblems(source.restarts, source.facts.report.look.at.wallTs, words),
    ...nvrProblems(source, words),
    ...askingProblems(source, words),
    ...vectorProblems(source, words),
    ...openAlerts(source.facts.report.alerts).map(({ kind, severity, object }) => ({
      severity,
      text: sentence(words.alert[kind], object),
      advice: words.advice[kind],
    })),
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

/** Pure. Problems are told in the language of the words. */
export const siteStatus = (source: StatusSource, words: Words): SiteStatus => {
  const { settings, facts, agentSeq, writable } = source;
  const { agent, queue, look } = facts.report;
  const hubs = hubsOf(source);
  const problems = problemsOf(source, hubs, words);
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
    broker: {
      connected: facts.connected,
      ...(brokerVersion === undefined ? {} : { version: brokerVersion }),
      ...(source.restarts ? { restarts: source.restarts } : {}),
    },
    hubs,
    queue: { ...queue, writable },
    ...(facts.vectors.length > 0 ? { vectors: facts.vectors } : {}),
    ...(facts.identity && agentSeq !== undefined ? { code: checkCode(settings.site, facts.identity.boot, agentSeq) } : {}),
    ...documentsOf(source),
  };
};
