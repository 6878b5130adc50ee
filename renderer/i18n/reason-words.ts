import type { TFunction } from 'i18next';
import { COUNTER_REASONS, REJECT_REASONS } from '../../fleet/counter-reason.ts';

/* Words for codes of Diagnostics. A code that this console has no words for answers undefined: the code itself is shown. */

/** Why a message could not be read; samples are also kept of what the fold broke on. */
export const UNREAD_REASONS: readonly string[] = [...REJECT_REASONS, 'internal_error'];

/** Tables of the engine's database whose rows are counted. */
export const COUNTED_TABLES: readonly string[] = ['site', 'document', 'alert', 'desk', 'history', 'flood_spool'];

export const unreadWords = (t: TFunction, reason: string): string | undefined =>
  UNREAD_REASONS.includes(reason) ? t(`reasons.unread.${reason}`) : undefined;

/** Of `reason` or `reason.KIND`; the kind stands in the code. */
export function countedWords(t: TFunction, code: string): string | undefined {
  const dot = code.indexOf('.');
  const reason = dot < 0 ? code : code.slice(0, dot);
  if (reason === 'rejected' && dot > 0) return unreadWords(t, code.slice(dot + 1));
  return (COUNTER_REASONS as readonly string[]).includes(reason) ? t(`reasons.counted.${reason}`) : undefined;
}

export const tableWords = (t: TFunction, table: string): string | undefined =>
  COUNTED_TABLES.includes(table) ? t(`reasons.table.${table}`) : undefined;
