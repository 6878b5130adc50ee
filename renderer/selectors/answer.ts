import type { AlertGroup, Alerts } from './alert-list.ts';
import type { StatusCounts } from './site-list.ts';

/** One piece of a sentence: a key under `answer` and its number. */
export interface AnswerPart {
  readonly key: string;
  readonly count: number;
}

/** The screen's answer as parts: the first line says the worst, the second everything else. */
export interface Answer {
  readonly first: readonly AnswerPart[];
  readonly second: readonly AnswerPart[];
}

/**
 * "Is everything all right, and if not, where?" (visual rule 4). The first line names what is worst; a fleet without
 * trouble says so in its first line. Never "fine" for sites whose state is not known.
 */
export function answerOf(counts: StatusCounts, total: number): Answer {
  if (total === 0) return { first: [{ key: 'none', count: 0 }], second: [] };
  const parts = (['offline', 'err', 'warn', 'unknown'] as const).filter((status) => counts[status] > 0);
  const maintenance: AnswerPart[] =
    counts.maintenance > 0 ? [{ key: 'next.maintenance', count: counts.maintenance }] : [];
  if (parts.length === 0) {
    if (counts.maintenance === 0)
      return { first: [{ key: 'allFine', count: total }], second: [{ key: 'nothingNeedsYou', count: total }] };
    return { first: [{ key: 'othersFine', count: counts.ok }], second: maintenance };
  }
  const firstCount = parts[0] === 'offline' && parts[1] === 'err' ? 2 : 1;
  const first = parts
    .slice(0, firstCount)
    .map((status, index) => ({ key: `${index === 0 ? 'lead' : 'next'}.${status}`, count: counts[status] }));
  const second = parts.slice(firstCount).map((status) => ({ key: `next.${status}`, count: counts[status] }));
  const fine: AnswerPart[] = counts.ok > 0 ? [{ key: 'fine', count: counts.ok }] : [];
  return { first, second: [...second, ...maintenance, ...fine] };
}

/** Open alerts that ask for somebody, those of this console too: with one of them nobody is told that nothing needs them. */
export const waitingAlerts = (groups: readonly AlertGroup[], alerts: Alerts): number =>
  groups.filter(({ key }) => alerts[key] !== undefined && alerts[key].severity !== 'info').length;
