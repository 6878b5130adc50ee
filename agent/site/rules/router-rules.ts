import { above } from './rule.ts';
import type { Finding, Look, Verdict } from './rule.ts';

/*
 * Alerts about the router, its clock, its queue and its bridges (contract §5).
 */

const hot = ({ observed, thresholds }: Look): Finding => ({
  kind: 'hot',
  object: 'site',
  verdict: above(observed.router?.tempC, thresholds.hotC, thresholds.coolC),
  severity: 'warning',
  ...(observed.router?.tempC === undefined ? {} : { values: { temp_c: observed.router.tempC } }),
  sample: observed.routerSample,
  holdOff: thresholds.hot,
});

const clockUnset = ({ observed, thresholds }: Look): Finding => {
  const clock = observed.router?.clock;
  return {
    kind: 'clock_unset',
    object: 'site',
    verdict: clock === undefined ? 'unmeasured' : clock.synced ? 'good' : 'bad',
    severity: 'warning',
    ...(clock === undefined ? {} : { values: { source: clock.source } }),
    sample: observed.routerSample,
    holdOff: thresholds.clockUnset,
  };
};

/** Good as soon as nothing is dropped; the 15 minutes without are the rule's own hold-off. */
const queueDropping = ({ observed, thresholds, at }: Look, ownDropped: number, ownDroppedMonoMs: number | undefined): Finding => {
  const last = Math.max(observed.droppedMonoMs ?? -Infinity, ownDroppedMonoMs ?? -Infinity);
  const recent = at.monoMs - last < thresholds.queueDropping.clearAfterMs;
  return {
    kind: 'queue_dropping',
    object: 'site',
    verdict: recent ? 'bad' : 'good',
    severity: 'warning',
    values: { dropped: observed.dropped + ownDropped },
    sample: observed.routerSample,
    holdOff: { ...thresholds.queueDropping, clearAfterMs: 0 },
  };
};

const refusedVerdict = (connected: boolean, refusals: number, limit: number): Verdict => {
  if (connected) return 'good';
  return refusals >= limit ? 'bad' : 'between';
};

const bridgeRefused = ({ observed, thresholds }: Look): readonly Finding[] =>
  Array.from(observed.bridges.values(), ({ hub, connected, refusals }) => ({
    kind: 'bridge_refused',
    object: `hub:${hub}`,
    verdict: refusedVerdict(connected, refusals, thresholds.bridgeRefusals),
    severity: 'warning',
    values: { hub, refusals },
    sample: refusals,
    holdOff: thresholds.bridgeRefused,
  }));

/** The agent's own losses, beside those of the site's broker. */
export interface OwnDrops {
  readonly dropped: number;
  readonly droppedMonoMs?: number;
}

/** `hot`, `clock_unset`, `queue_dropping`, `bridge_refused`. */
export const routerRules = (look: Look, own: OwnDrops): readonly Finding[] => [
  hot(look),
  clockUnset(look),
  queueDropping(look, own.dropped, own.droppedMonoMs),
  ...bridgeRefused(look),
];
