import type { Severity } from '../model/status.ts';
import type { Scope } from '../wire/desk-parts.ts';
import type { DeskRule } from '../wire/desk-rule.ts';
import type { AdoptionAuthor } from './adoption.ts';
import { nextLamport } from './last-writer.ts';
import type { RuledKind } from './rules.ts';

/** What a person decides in a rule. What is left out has its usual value: a rule is whole (contract §2). */
export interface RuleDraft {
  readonly kind: RuledKind;
  readonly scope: Scope;
  readonly after_s?: number;
  /** Days left at each step, falling. */
  readonly steps_d?: readonly number[];
  readonly severity?: Severity;
  /** The alert is not raised. */
  readonly off?: boolean;
}

/** Days of silence that anybody may allow a site; the least keeps a flapping keepalive from raising (contract §4). */
export const RULE_AFTER_S = { least: 60, most: 7 * 86_400 } as const;
export const RULE_STEPS_MAX = 8;

const stepsOf = (steps: readonly number[]): number[] => [...new Set(steps)].sort((a, b) => b - a);

/**
 * The next version of `_desk/rule/ID` (contract §6): everything that a person decides is replaced, what newer consoles wrote
 * into it stays. `gone` takes the rule back; documents are never deleted (contract §8).
 */
export const nextRule = (known: DeskRule | undefined, draft: RuleDraft | 'gone', author: AdoptionAuthor): DeskRule | undefined => {
  if (draft === 'gone') return known === undefined ? undefined : { ...known, n: nextLamport(known), ...author, gone: true };
  const { kind: _kind, scope: _scope, after_s: _after, steps_d: _steps, severity: _severity, off: _off, gone: _gone, ...kept } = known ?? {};
  const { kind, scope, after_s, steps_d, severity, off } = draft;
  return {
    ...kept,
    ...{ v: 1, n: nextLamport(known), ...author, kind, scope },
    ...(after_s !== undefined && { after_s }),
    ...(steps_d !== undefined && { steps_d: stepsOf(steps_d) }),
    ...(severity !== undefined && { severity }),
    ...(off === true && { off }),
  };
};
