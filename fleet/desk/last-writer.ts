import { canonicalJson } from '../canonical-json.ts';
import type { ConsoleId } from '../ids.ts';
import { sameValue } from '../same-value.ts';
import { MAX_LAMPORT } from '../wire/parts.ts';

/** What every desk document but the operation sets carries (contract §6). */
export interface LastWriterDocument {
  readonly n: number;
  readonly console: ConsoleId;
}

/** Negative where `a` is older: by (`n`, console); one writer's doubles by canonical JSON, so that all consoles agree. */
export const compareWriters = (a: LastWriterDocument, b: LastWriterDocument): number => {
  if (a.n !== b.n) return a.n - b.n;
  if (a.console !== b.console) return a.console < b.console ? -1 : 1;
  if (sameValue(a, b)) return 0;
  const [left, right] = [canonicalJson(a), canonicalJson(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** `loser`: the version that goes to the history, where the two differ. */
export interface LastWriterMerge<D> {
  readonly document: D;
  readonly loser?: D;
}

/** The document of the last writer; the other version stays in history and is shown (contract §6). */
export const mergeLastWriter = <D extends LastWriterDocument>(known: D | undefined, incoming: D): LastWriterMerge<D> => {
  if (known === undefined) return { document: incoming };
  const order = compareWriters(known, incoming);
  if (order === 0) return { document: known };
  return order < 0 ? { document: incoming, loser: known } : { document: known, loser: incoming };
};

/** Lamport number of the next version: 1 + the greatest seen in this document, up to its bound. */
export const nextLamport = (known: LastWriterDocument | undefined): number => Math.min(MAX_LAMPORT, (known?.n ?? 0) + 1);
