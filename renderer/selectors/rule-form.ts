import { RULE_AFTER_S, RULE_STEPS_MAX, type RuleDraft } from '../../fleet/desk/rule-draft.ts';
import type { RuledKind } from '../../fleet/desk/rules.ts';
import { isSiteId, type SiteId } from '../../fleet/ids.ts';
import type { Severity } from '../../fleet/model/status.ts';
import type { DeskRule } from '../../fleet/wire/desk-rule.ts';

/** Ways to name the sites of a rule, the widest first; a closer one beats a wider one (contract §2). */
export const SCOPE_WAYS = ['all', 'regions', 'tags', 'sites'] as const;
export type ScopeWay = (typeof SCOPE_WAYS)[number];

/** What an operator types about a shared threshold. */
export interface RuleForm {
  readonly kind: RuledKind;
  readonly way: ScopeWay;
  /** Between commas. */
  readonly names: string;
  /** Whole or with a decimal point or comma; empty: as usual. */
  readonly minutes: string;
  /** Days left, between commas; empty: as usual. */
  readonly steps: string;
  readonly severity: '' | Severity;
  readonly off: boolean;
}

export type RuleFault = 'names' | 'sites' | 'minutes' | 'steps';
export type ReadRule =
  | { readonly ok: true; readonly draft: RuleDraft }
  | { readonly ok: false; readonly fault: RuleFault };

const MINUTE_S = 60;
const MOST_DAYS = 36_500;

/** Only silence has a time of its own; certificates have days left. */
export const hasMinutes = (kind: RuledKind): boolean => kind === 'site_offline' || kind === 'agent_silent';

const partsOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
];

const scopeOf = (way: ScopeWay, names: readonly string[]): RuleDraft['scope'] => {
  switch (way) {
    case 'all':
      return { all: true };
    case 'regions':
      return { regions: [...names] };
    case 'tags':
      return { tags: [...names] };
    case 'sites':
      return { sites: [...names] as SiteId[] };
    default:
      return way satisfies never;
  }
};

/** Undefined where it is no number of seconds that a rule may have. */
const secondsOf = (text: string): number | undefined => {
  const seconds = Math.round(Number(text.trim().replace(',', '.')) * MINUTE_S);
  return seconds >= RULE_AFTER_S.least && seconds <= RULE_AFTER_S.most ? seconds : undefined;
};

const stepsOf = (text: string): readonly number[] | undefined => {
  const steps = partsOf(text).map(Number);
  const fit = steps.length > 0 && steps.length <= RULE_STEPS_MAX && steps.every((n) => n >= 0 && n <= MOST_DAYS);
  return fit ? steps : undefined;
};

/** The rule that was typed, or the first field that is none. */
export const readRuleForm = ({ kind, way, names, minutes, steps, severity, off }: RuleForm): ReadRule => {
  const named = partsOf(names);
  if (way !== 'all' && named.length === 0) return { ok: false, fault: 'names' };
  if (way === 'sites' && !named.every(isSiteId)) return { ok: false, fault: 'sites' };
  const after = hasMinutes(kind) && minutes.trim() !== '' ? secondsOf(minutes) : null;
  if (after === undefined) return { ok: false, fault: 'minutes' };
  const days = kind === 'certificate' && steps.trim() !== '' ? stepsOf(steps) : null;
  if (days === undefined) return { ok: false, fault: 'steps' };
  const draft = {
    ...{ kind, scope: scopeOf(way, named) },
    ...(after === null ? {} : { after_s: after }),
    ...(days === null ? {} : { steps_d: days }),
    ...(severity === '' ? {} : { severity }),
    ...(off ? { off } : {}),
  };
  return { ok: true, draft };
};

/** How a rule names its sites; of several ways the closest. */
export const scopeParts = ({ scope }: Pick<DeskRule, 'scope'>): { readonly way: ScopeWay; readonly names: string } => {
  for (const way of ['sites', 'tags', 'regions'] as const) {
    const names = scope[way];
    if (names !== undefined && names.length > 0) return { way, names: names.join(', ') };
  }
  return { way: 'all', names: '' };
};

export const EMPTY_RULE: RuleForm = {
  ...{ kind: 'site_offline', way: 'all', names: '', minutes: '', steps: '', severity: '', off: false },
};

const KNOWN_KINDS: readonly string[] = ['site_offline', 'agent_silent', 'unstable_link', 'certificate'];

/** The form of a rule that stands. */
export const formOfRule = (rule: DeskRule): RuleForm => ({
  kind: (KNOWN_KINDS.includes(rule.kind) ? rule.kind : 'site_offline') as RuledKind,
  ...scopeParts(rule),
  minutes: rule.after_s === undefined ? '' : String(rule.after_s / MINUTE_S),
  steps: rule.steps_d?.join(', ') ?? '',
  severity: rule.severity === undefined || rule.severity === 'unknown' ? '' : rule.severity,
  off: rule.off === true,
});
