import { canonicalJson } from '../canonical-json.ts';
import { consoleOfOperation } from '../ids.ts';
import type { ConsoleId } from '../ids.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import { compareWriters } from './last-writer.ts';
import type { LastWriterDocument } from './last-writer.ts';
import { isExpired, mergeOperations, sameDocument } from './operations.ts';

/*
 * What a hub needs of one desk document, and how soon (contract §6 "Publish"). `shared-document.ts` keeps the copies that
 * these steps compare; the order of work is told there.
 */

/** Whose news it is decides how long to wait: the author speaks at once, all others leave time for the author. */
export type JitterClass = 'own' | 'other';

/** Waiting times in ms, least and most (contract §6): 0–500 for own operations, 5–15 s for others'. */
export const JITTER_MS = { own: [0, 500], other: [5_000, 15_000] } as const satisfies Record<JitterClass, readonly [number, number]>;

/** The wait for one publication in ms; `random` in [0, 1) is the caller's. */
export const jitterMs = (jitter: JitterClass, random: number): number => {
  const [least, most] = JITTER_MS[jitter];
  return least + Math.floor(random * (most - least));
};

/** What one hub needs for one topic. `clear`: an empty retained payload. */
export type DeskStep = { readonly kind: 'none' } | { readonly kind: 'publish'; readonly jitter: JitterClass } | { readonly kind: 'clear' };

const NOTHING: DeskStep = { kind: 'none' };

/** Who asks, and what the hub speaks: 4 is MQTT 3.1.1, whose brokers expire nothing by themselves. */
export interface StepContext {
  readonly self: ConsoleId;
  readonly protocol: 4 | 5;
  readonly wallTs: number;
}

const lacksOwn = (known: DeskAlert, seen: DeskAlert | undefined, self: ConsoleId): boolean =>
  Object.entries(known.ops).some(
    ([id, operation]) => consoleOfOperation(id) === self && (seen === undefined || !sameDocument(operation, seen.ops[id] ?? null)),
  );

const wroteIn = (set: DeskAlert, self: ConsoleId): boolean =>
  Object.keys(set.ops).some((id) => consoleOfOperation(id) === self);

/**
 * For an alert's operation set. `known`: merged from everything that came, the hub's copy included; `seen`: the hub's last
 * copy, undefined where it has none. Past `exp_ts` nothing is published; on 3.1.1 a console then clears what it wrote in.
 */
export const operationSetStep = (known: DeskAlert, seen: DeskAlert | undefined, context: StepContext): DeskStep => {
  const { self, protocol, wallTs } = context;
  if (isExpired(known, wallTs)) return protocol === 4 && seen !== undefined && wroteIn(known, self) ? { kind: 'clear' } : NOTHING;
  if (seen !== undefined && sameDocument(known, seen)) return NOTHING;
  return { kind: 'publish', jitter: lacksOwn(known, seen, self) ? 'own' : 'other' };
};

/** For a document of which the last writer wins: a hub that holds a loser, or nothing, gets the winner. */
export const lastWriterStep = (
  known: LastWriterDocument,
  seen: LastWriterDocument | undefined,
  { self }: StepContext,
): DeskStep => {
  if (seen !== undefined && compareWriters(known, seen) <= 0) return NOTHING;
  return { kind: 'publish', jitter: known.console === self ? 'own' : 'other' };
};

/** How the documents of one kind merge and what a hub needs of them. */
export interface DocumentLaw<D> {
  readonly merge: (a: D, b: D) => D;
  readonly step: (known: D, seen: D | undefined, context: StepContext) => DeskStep;
}

export const OPERATION_SETS: DocumentLaw<DeskAlert> = { merge: mergeOperations, step: operationSetStep };

export const LAST_WRITER: DocumentLaw<LastWriterDocument> = {
  merge: (a, b) => (compareWriters(a, b) < 0 ? b : a),
  step: lastWriterStep,
};

/** The bytes of a desk document, equal on every console and hub (contract §6). */
export const deskPayload = (document: object): string => canonicalJson(document);
