import { RULED_KINDS, type RulesById } from '../../fleet/desk/rules.ts';
import { RULE_AFTER_S, RULE_STEPS_MAX, type RuleDraft } from '../../fleet/desk/rule-draft.ts';
import { SEVERITY_ORDER } from '../../fleet/model/status.ts';
import { decodeBody } from '../../fleet/decode.ts';
import { isDocumentId } from '../../fleet/ids.ts';
import type { EngineRequest, RuleOutcome, SharedRules } from '../../fleet/ipc.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import { deskTopic } from '../../fleet/topics.ts';
import type { Reader } from './store/reader.ts';

/* What a window asks and says about shared thresholds; what it says is checked as anything from outside. */

const VERSIONS_SHOWN = 50;
const RULE_ROOT = deskTopic('desk/rule', '');

export type SetRule = Extract<EngineRequest, { name: 'set-rule' }>;

export interface SharedRuleParts {
  readonly rules: () => RulesById;
  readonly hubs: () => readonly HubRecord[];
  readonly reader: Reader;
  readonly set: (id: string | undefined, draft: RuleDraft | 'gone') => Promise<RuleOutcome>;
}

export interface SharedRuleBook {
  read(): SharedRules;
  set(request: SetRule): Promise<RuleOutcome>;
}

const isAmount = (value: unknown, least: number, most: number): boolean => typeof value === 'number' && value >= least && value <= most;

const isNames = (names: unknown): boolean => names === undefined || (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string'));

/** One way to name sites, so that a person sees which rule is closer to a site. */
const isScope = (scope: RuleDraft['scope'] | undefined): boolean => {
  const { all, regions, tags, sites } = scope ?? {};
  const ways = [all === true ? all : undefined, regions, tags, sites].filter((way) => way !== undefined);
  return ways.length === 1 && [regions, tags, sites].every(isNames);
};

/** The schema of the document is checked again by whoever writes it. */
const isDraft = (draft: RuleDraft): boolean => {
  const { kind, scope, after_s, steps_d, severity, off } = draft;
  if (!RULED_KINDS.includes(kind) || !isScope(scope)) return false;
  if (after_s !== undefined && (kind === 'certificate' || !isAmount(after_s, RULE_AFTER_S.least, RULE_AFTER_S.most))) return false;
  const stepsFit = Array.isArray(steps_d) && steps_d.length > 0 && steps_d.length <= RULE_STEPS_MAX && steps_d.every((step) => isAmount(step, 0, 36_500));
  if (steps_d !== undefined && (kind !== 'certificate' || !stepsFit)) return false;
  return (severity === undefined || SEVERITY_ORDER.includes(severity)) && (off === undefined || typeof off === 'boolean');
};

const mayWrite = (hubs: readonly HubRecord[]): boolean => hubs.length === 0 || hubs.some(({ readOnly }) => !readOnly);

export const createSharedRules = ({ rules, hubs, reader, set }: SharedRuleParts): SharedRuleBook => ({
  read: () => ({
    rules: Object.entries(rules()).flatMap(([id, rule]) => (rule.gone === true ? [] : [{ id, rule }])),
    beaten: reader.deskVersions(RULE_ROOT, VERSIONS_SHOWN).flatMap(({ topic, rxTs, body }) => {
      const read = decodeBody('desk/rule', body);
      const id = topic.slice(RULE_ROOT.length);
      if (!read.ok) return [];
      const now = rules()[id];
      return [{ id, rule: read.body, rxTs, ...(now !== undefined && { by: now.by }), atOnce: now?.n === read.body.n }];
    }),
    mayWrite: mayWrite(hubs()),
  }),
  set: async ({ rule: id, draft }) => {
    if (!mayWrite(hubs())) return { ok: false, code: 'read_only' };
    const isKnown = id === undefined || (isDocumentId(id) && rules()[id] !== undefined);
    const fits = draft === 'gone' ? id !== undefined : typeof draft === 'object' && draft !== null && isDraft(draft);
    return isKnown && fits ? set(id, draft) : { ok: false, code: 'invalid' };
  },
});
