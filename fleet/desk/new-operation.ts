import { canonicalJson } from '../canonical-json.ts';
import type { ConsoleId } from '../ids.ts';
import type { DeskAlert, DeskOperation } from '../wire/desk-alert.ts';
import { cleanLine, cleanLines } from '../text.ts';
import { MAX_LAMPORT } from '../wire/parts.ts';
import { foldOperations } from './fold-operations.ts';
import { greatestLamport, operationsOf } from './operations.ts';
import { utf8Length } from './utf8-length.ts';

/** One console's own operations in one document (contract §6 "Bounds"). */
export const OWN_OPERATIONS_MAX_BYTES = 8_192;
/** UTF-16 units: never more than the schema's own count. */
export const NOTE_MAX_CHARACTERS = 500;

/** What an operator can do with one alert. */
export type DeskAction =
  | { readonly kind: 'ack' }
  | { readonly kind: 'take' }
  | { readonly kind: 'release' }
  | { readonly kind: 'assign'; readonly to: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'snooze'; readonly untilTs: number }
  | { readonly kind: 'resolve'; readonly rev: number }
  | { readonly kind: 'undo'; readonly of: string };

/** Who acts, and when by this console's fleet clock (epoch ms). */
export interface DeskAuthor {
  readonly console: ConsoleId;
  readonly by: string;
  readonly station?: string;
  readonly ts: number;
  /** Lower bound of the operation's K, one more than the last one of this console: a lost database must not use an id twice. */
  readonly leastK: number;
}

export type NewOperation =
  | { readonly ok: true; readonly id: string; readonly operation: DeskOperation }
  | { readonly ok: false; readonly code: 'note_too_long'; readonly length: number; readonly limit: number }
  | { readonly ok: false; readonly code: 'own_operations_full'; readonly bytes: number; readonly limit: number }
  | { readonly ok: false; readonly code: 'cannot_undo'; readonly of: string };

const fieldsOf = (action: DeskAction): Partial<DeskOperation> => {
  switch (action.kind) {
    case 'ack':
    case 'take':
    case 'release':
      return {};
    case 'assign':
      return { to: cleanLine(action.to) };
    case 'note':
      return { text: cleanLines(action.text) };
    case 'snooze':
      return { until_ts: action.untilTs };
    case 'resolve':
      return { rev: action.rev };
    case 'undo':
      return { of: action.of };
    default:
      throw new Error(`no such action: ${String(action satisfies never)}`);
  }
};

/** Above every K of this console that stands in the set or is named there: a name without its operation is one that was lost. */
const nextId = (known: DeskAlert, { console, leastK }: DeskAuthor): string => {
  const named = Object.entries(known.ops).flatMap(([id, { saw, of: target }]) => [id, saw, target]);
  const own = named.filter((id): id is string => id?.startsWith(`${console}-`) === true);
  return `${console}-${own.reduce((next, id) => Math.max(next, Number(id.slice(console.length + 1)) + 1), leastK)}`;
};

const actsOnOwnership = ({ kind }: DeskAction): boolean => kind === 'take' || kind === 'assign' || kind === 'release';

/** Size of one console's operations in a document, UTF-8 bytes of canonical JSON. */
export const ownOperationsBytes = (set: DeskAlert, console: ConsoleId): number =>
  utf8Length(canonicalJson(operationsOf(set, console)));

/**
 * The operation that `action` adds to `known`, everything this console knows of the alert. `n` is 1 + the greatest seen and
 * stops at its bound, where the id alone decides; `saw` names the owner's operation that it replaces. Bounds are told
 * before anything is sent, as values (contract §6). Its text is clean as decode would make it: else it would come back from
 * the hub as another content of the same id, and both would be published by turns for ever.
 */
export const newOperation = (known: DeskAlert, author: DeskAuthor, action: DeskAction): NewOperation => {
  const fields = fieldsOf(action);
  const length = fields.text?.length ?? 0;
  if (length > NOTE_MAX_CHARACTERS) return { ok: false, code: 'note_too_long', length, limit: NOTE_MAX_CHARACTERS };
  const folded = foldOperations(known);
  if (action.kind === 'undo') {
    const target = known.ops[action.of];
    if (target === undefined || target.kind === 'undo' || folded.undone.has(action.of))
      return { ok: false, code: 'cannot_undo', of: action.of };
  }
  const id = nextId(known, author);
  const saw = actsOnOwnership(action) ? folded.ownership?.id : undefined;
  const operation: DeskOperation = {
    n: Math.min(MAX_LAMPORT, greatestLamport(known) + 1),
    kind: action.kind,
    by: cleanLine(author.by),
    ...(author.station !== undefined && { station: cleanLine(author.station) }),
    ts: author.ts,
    ...(saw !== undefined && { saw }),
    ...fields,
  };
  const bytes = ownOperationsBytes({ ...known, ops: { ...known.ops, [id]: operation } }, author.console);
  if (bytes > OWN_OPERATIONS_MAX_BYTES)
    return { ok: false, code: 'own_operations_full', bytes, limit: OWN_OPERATIONS_MAX_BYTES };
  return { ok: true, id, operation };
};

/** An empty set, for the first operation on an alert; `exp_ts` in epoch ms. */
export const emptySet = (expTs: number): DeskAlert => ({ v: 1, exp_ts: expTs, ops: {} });

/** The set with one more operation. */
export const withOperation = (set: DeskAlert, id: string, operation: DeskOperation): DeskAlert => ({
  ...set,
  ops: { ...set.ops, [id]: operation },
});
