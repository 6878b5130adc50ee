import { consoleOfOperation } from '../ids.ts';
import type { ConsoleId } from '../ids.ts';
import type { AlertHandling } from '../model/alert.ts';
import type { DeskAlert, DeskOperation } from '../wire/desk-alert.ts';
import { compareOperations, orderedOperations } from './operations.ts';
import type { OrderedOperation } from './operations.ts';

/** An operation on ownership that lost, and the one that its author reads about: "Ana took this 3 s ago". */
export interface RefusedOperation {
  readonly id: string;
  readonly console: ConsoleId;
  readonly operation: DeskOperation;
  /** The operation that stands in its place. */
  readonly winner: OrderedOperation;
}

export interface DeskNote {
  readonly id: string;
  readonly by: string;
  readonly ts: number;
  readonly text: string;
}

/** What a set of operations amounts to. Equal sets give equal folds on every console (contract §6). */
export interface FoldedOperations {
  /** The take, assign or release that decides; a release means that nobody owns it. */
  readonly ownership?: OrderedOperation;
  readonly owner?: { readonly by: string; readonly console: ConsoleId; readonly ts: number };
  readonly refused: readonly RefusedOperation[];
  readonly acks: readonly OrderedOperation[];
  readonly notes: readonly DeskNote[];
  /** End of the last snooze, epoch ms; may lie in the past. */
  readonly snoozedUntilTs?: number;
  /** Greatest revision that someone resolved; the alert is hidden up to it. */
  readonly resolvedRev?: number;
  /** Ids that an undo removed. */
  readonly undone: ReadonlySet<string>;
}

const isOwnership = ({ kind }: DeskOperation): boolean => kind === 'take' || kind === 'assign' || kind === 'release';

/** Ids named by an undo. An undo is not removed by another one: undo cannot be undone (contract §6). */
const undoneIn = (set: DeskAlert): Set<string> => {
  const undone = new Set<string>();
  for (const operation of Object.values(set.ops)) {
    if (operation.kind !== 'undo' || operation.of === undefined) continue;
    if (set.ops[operation.of]?.kind !== 'undo') undone.add(operation.of);
  }
  return undone;
};

/** Every id reachable by `saw` from the winner. Honest operations saw only earlier ones, which also keeps cycles out. */
const chainFrom = (winner: OrderedOperation, set: DeskAlert): Set<string> => {
  const chain = new Set<string>([winner.id]);
  let last = winner;
  while (last.operation.saw !== undefined) {
    const operation = set.ops[last.operation.saw];
    if (operation === undefined) break;
    const next = { id: last.operation.saw, operation };
    if (compareOperations(next, last) >= 0) break;
    chain.add(next.id);
    last = next;
  }
  return chain;
};

/** Each operation outside the chain, with the first of the chain after it. Backwards, so that a long set costs one pass. */
const refusedIn = (ownerships: readonly OrderedOperation[], chain: ReadonlySet<string>): RefusedOperation[] => {
  const refused: RefusedOperation[] = [];
  let winner: OrderedOperation | undefined;
  for (const { id, operation } of ownerships.toReversed()) {
    if (chain.has(id)) winner = { id, operation };
    else if (winner !== undefined) refused.push({ id, console: consoleOfOperation(id), operation, winner });
  }
  return refused.reverse();
};

const ownerBy = ({ id, operation }: OrderedOperation): FoldedOperations['owner'] => {
  if (operation.kind === 'release') return undefined;
  const by = operation.kind === 'assign' ? (operation.to ?? operation.by) : operation.by;
  return { by, console: consoleOfOperation(id), ts: operation.ts };
};

const kindIs =
  (kind: string) =>
  ({ operation }: OrderedOperation): boolean =>
    operation.kind === kind;

/**
 * The meaning of a set: sorted by (`n`, id), without what an undo removed (contract §6). Kinds of other versions have no
 * effect. An assigned alert's `console` is the console that assigned it.
 */
export const foldOperations = (set: DeskAlert): FoldedOperations => {
  const undone = undoneIn(set);
  const standing = orderedOperations(set).filter(({ id }) => !undone.has(id));
  const ownerships = standing.filter(({ operation }) => isOwnership(operation));
  const ownership = ownerships.at(-1);
  const owner = ownership && ownerBy(ownership);
  const snoozedUntilTs = standing.findLast(kindIs('snooze'))?.operation.until_ts;
  const resolved = standing.filter(kindIs('resolve')).map(({ operation }) => operation.rev ?? 0);
  return {
    ...(ownership && { ownership }),
    ...(owner && { owner }),
    refused: ownership === undefined ? [] : refusedIn(ownerships, chainFrom(ownership, set)),
    acks: standing.filter(kindIs('ack')),
    notes: standing
      .filter(kindIs('note'))
      .map(({ id, operation }) => ({ id, by: operation.by, ts: operation.ts, text: operation.text ?? '' })),
    ...(snoozedUntilTs !== undefined && { snoozedUntilTs }),
    ...(resolved.length > 0 && { resolvedRev: Math.max(...resolved) }),
    undone,
  };
};

/** The operations of one console that lost, for the author's "Ana took this 3 s ago" (contract §6). */
export const refusedOf = (folded: FoldedOperations, console: ConsoleId): readonly RefusedOperation[] =>
  folded.refused.filter((refused) => refused.console === console);

/** What the alert's record shows of its set at `wallTs` (epoch ms): a snooze that is over is left out. */
export const handlingOf = (set: DeskAlert, wallTs: number): AlertHandling => {
  const { owner, acks, notes, snoozedUntilTs, resolvedRev } = foldOperations(set);
  return {
    ...(owner && { owner }),
    acked: acks.length > 0,
    ...(snoozedUntilTs !== undefined && snoozedUntilTs > wallTs && { snoozedUntilTs }),
    ...(resolvedRev !== undefined && { resolvedRev }),
    notes: notes.length,
  };
};
