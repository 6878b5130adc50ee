import { canonicalJson } from '../canonical-json.ts';
import { consoleOfOperation } from '../ids.ts';
import type { ConsoleId } from '../ids.ts';
import { sameValue } from '../same-value.ts';
import type { DeskAlert, DeskOperation } from '../wire/desk-alert.ts';

/*
 * `_desk/alert/S/ID` as a set of operations (contract §6). A broker has no compare-and-set and two hubs may see two orders;
 * a set that only grows needs neither. Everything here works on the whole operation, fields of other versions included.
 */

/** Either text where they are equal, else the greater one by code units: an order on which all consoles agree. */
const greaterOf = <T>(a: T, b: T): T => (canonicalJson(a) >= canonicalJson(b) ? a : b);

const unionOf = <T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>): Record<string, T> => {
  const merged = new Map<string, T>(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const known = merged.get(key);
    // After a connect nearly everything is known already: equality is cheap, canonical JSON is not.
    if (known === undefined) merged.set(key, value);
    else if (!sameValue(known, value)) merged.set(key, greaterOf(known, value));
  }
  return Object.fromEntries(merged);
};

/**
 * Union by operation id; of one id with two contents the greater canonical JSON; `exp_ts` by maximum; members of the
 * document that this version does not know by the greater canonical JSON (contract §6). Commutative, associative, idempotent.
 */
export const mergeOperations = (a: DeskAlert, b: DeskAlert): DeskAlert => {
  const { v, exp_ts, ops, ...later } = a;
  const { v: _, exp_ts: otherExpTs, ops: otherOps, ...otherLater } = b;
  return { ...unionOf<unknown>(later, otherLater), v, exp_ts: Math.max(exp_ts, otherExpTs), ops: unionOf(ops, otherOps) };
};

/** One operation with its id, in the order in which they are folded. */
export interface OrderedOperation {
  readonly id: string;
  readonly operation: DeskOperation;
}

/** Negative where `a` comes first: by (`n`, id), ids by code units. No clock takes part (contract §6). */
export const compareOperations = (a: OrderedOperation, b: OrderedOperation): number =>
  a.operation.n - b.operation.n || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The operations of a set in folding order. */
export const orderedOperations = (set: DeskAlert): OrderedOperation[] =>
  Object.entries(set.ops)
    .map(([id, operation]) => ({ id, operation }))
    .sort(compareOperations);

/** The greatest Lamport number of a set, 0 where it is empty. */
export const greatestLamport = (set: DeskAlert): number =>
  Object.values(set.ops).reduce((greatest, operation) => Math.max(greatest, operation.n), 0);

/** The operations that one console wrote; their size is bounded (contract §6 "Bounds"). */
export const operationsOf = (set: DeskAlert, console: ConsoleId): Record<string, DeskOperation> =>
  Object.fromEntries(Object.entries(set.ops).filter(([id]) => consoleOfOperation(id) === console));

/** The set is over: brokers drop it by themselves, consoles drop it, nobody publishes it again (contract §6 "Expiry"). */
export const isExpired = (set: DeskAlert, wallTs: number): boolean => wallTs >= set.exp_ts;

/** Equal documents have the same canonical bytes, whatever the order of their keys. */
export const sameDocument = (a: unknown, b: unknown): boolean => sameValue(a, b);
