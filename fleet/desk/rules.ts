import type { DeskRule } from '../wire/desk-rule.ts';
import { scopeRank } from './scope.ts';
import type { ScopedSite } from './scope.ts';

/** Alerts that consoles make from shared facts; rules touch no others (contract §2, §5). */
export const RULED_KINDS = ['site_offline', 'agent_silent', 'unstable_link', 'certificate'] as const;
export type RuledKind = (typeof RULED_KINDS)[number];

const isRuledKind = (kind: string): kind is RuledKind => (RULED_KINDS as readonly string[]).includes(kind);

/** Rules by the id of their document `_desk/rule/ID`. */
export type RulesById = Readonly<Record<string, DeskRule>>;

/**
 * The one rule that holds for a kind of alert at a site: site beats tag beats region beats all, then the greater id
 * (contract §2). Rules are whole: what the winner leaves out has its usual value, a wider rule does not show through.
 */
export const ruleFor = (rules: RulesById, site: ScopedSite, kind: string): DeskRule | undefined => {
  if (!isRuledKind(kind)) return undefined;
  let best: { readonly rank: number; readonly id: string; readonly rule: DeskRule } | undefined;
  for (const [id, rule] of Object.entries(rules)) {
    if (rule.kind !== kind || rule.gone === true) continue;
    const rank = scopeRank(rule.scope, site);
    if (rank === undefined) continue;
    if (best === undefined || rank > best.rank || (rank === best.rank && id > best.id)) best = { rank, id, rule };
  }
  return best?.rule;
};
