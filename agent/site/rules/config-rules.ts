import type { ConfigSample } from '../observation.ts';
import { verdictOf } from './rule.ts';
import type { AgentAlertKind, AgentSeverity, Finding, Look } from './rule.ts';

/*
 * Alerts about configuration from git (contract §9). An agent without a configuration loop raises none of them.
 */

type Check = readonly [kind: AgentAlertKind, severity: AgentSeverity, bad: (sample: ConfigSample, look: Look) => boolean | undefined];

const isStale = ({ reconcile }: ConfigSample, { at, thresholds }: Look): boolean | undefined =>
  reconcile.fetch?.ok_ts === undefined ? undefined : at.wallTs - reconcile.fetch.ok_ts > thresholds.configStaleMs;

const CHECKS: readonly Check[] = [
  ['config_failed', 'warning', ({ reconcile }) => reconcile.status === 'failed'],
  ['config_rolled_back', 'warning', ({ reconcile }) => reconcile.status === 'rolled_back'],
  ['config_drift', 'warning', ({ reconcile }) => (reconcile.drift_total ?? reconcile.drift?.length ?? 0) > 0],
  ['config_refused', 'warning', ({ reconcile }) => (reconcile.refused_total ?? reconcile.refused?.length ?? 0) > 0],
  ['config_stale', 'warning', isStale],
  ['config_frozen', 'warning', ({ frozen }) => frozen],
  ['trust_broken', 'critical', ({ trustBroken }) => trustBroken],
];

/** `config_*` and `trust_broken`, where a configuration loop reports. */
export const configRules = (look: Look): readonly Finding[] => {
  const sample = look.observed.config;
  if (!sample) return [];
  return CHECKS.map(([kind, severity, bad]) => ({
    kind,
    object: 'site',
    verdict: verdictOf(bad(sample, look)),
    severity,
    ...(sample.reconcile.error ? { values: { code: sample.reconcile.error.code } } : {}),
    sample: look.observed.configSample,
    holdOff: look.thresholds.config,
  }));
};
