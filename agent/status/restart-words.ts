import type { RescueStatus } from '../site/rescue/broker-rescue.ts';
import type { AgentSeverity } from '../site/rules/rule.ts';
import { fill } from './words.ts';
import type { Words } from './words-shape.ts';

/*
 * New starts of the site's broker in words (docs/decisions/0009): who may ask for them, and that it happened.
 */

const DAY_MS = 86_400_000;

export interface RestartProblem {
  readonly severity: AgentSeverity;
  readonly text: string;
  readonly advice: string;
}

const fillings = ({ asked, last_ts: ts = 0, reason }: RescueStatus, { restart }: Words) => ({
  count: asked,
  time: new Date(ts).toISOString(),
  why: reason === 'bridge_stuck' ? restart.whyStuck : restart.whySilent,
});

/** `Help for the broker: ready; asked for 2 times, last 2026-05-01T08:00:00.000Z: it did not answer` */
export const restartLine = (restarts: RescueStatus, words: Words): string => {
  const { restart } = words;
  const state = restarts.unit ? restart.ready : restart.missing;
  return `${fill(restart.line, { state })}${restarts.asked === 0 ? '' : `; ${fill(restart.asked, fillings(restarts, words))}`}`;
};

/** A request of the last 24 hours; one that nobody hears is for the person who reads this. */
export const restartProblems = (restarts: RescueStatus | undefined, nowTs: number, words: Words): readonly RestartProblem[] => {
  if (restarts?.last_ts === undefined || Math.abs(nowTs - restarts.last_ts) > DAY_MS) return [];
  const { restart } = words;
  const text = fill(restart.happened, fillings(restarts, words));
  return [restarts.unit ? { severity: 'info', text, advice: restart.happenedAdvice } : { severity: 'warning', text, advice: restart.missingAdvice }];
};
