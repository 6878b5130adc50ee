import { canonicalJson } from '../canonical-json.ts';
import { consoleOfOperation } from '../ids.ts';
import type { ConsoleId } from '../ids.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import { compareWriters } from './last-writer.ts';
import type { LastWriterDocument } from './last-writer.ts';
import { isExpired, mergeOperations, sameDocument } from './operations.ts';

/*
 * Who publishes what, where and how soon (contract §6 "Publish"), as pure logic. The engine keeps, per hub and topic, the
 * copy that it saw last (from the subscription, or its own publication), and asks:
 *
 *   1. on receipt: merge into what this console knows; remember the hub's copy as it came, unmerged;
 *   2. once the inbox is drained (and, after a connect, once `_desk/#` fell quiet): `deskStep` for each topic touched;
 *   3. on a step: wait `jitterMs`, then ask again, since another console may have repaired that hub meanwhile; publish the
 *      document known by then, and remember it as that hub's copy.
 *
 * A connect forgets all copies of that hub. The last writer at a hub always receives what it overwrote, so the hub ends with
 * everything, whatever was cut or came in which order.
 */

/** Whose news it is decides how long to wait: the author speaks at once, all others leave time for the author. */
export type JitterClass = 'own' | 'other';

/** Waiting times in ms, both ends (contract §6): 0–500 for own operations, 5–15 s for others'. */
export const JITTER_MS = { own: [0, 500], other: [5_000, 15_000] } as const satisfies Record<JitterClass, readonly [number, number]>;

/** The wait for one publication; `random` in [0, 1) is the caller's. */
export const jitterMs = (jitter: JitterClass, random: number): number => {
  const [least, most] = JITTER_MS[jitter];
  return least + Math.floor(random * (most - least));
};

/** What one hub needs for one topic. `clear`: an empty retained payload. */
export type DeskStep = { readonly kind: 'none' } | { readonly kind: 'publish'; readonly jitter: JitterClass } | { readonly kind: 'clear' };

const NOTHING: DeskStep = { kind: 'none' };


const lacksOwn = (known: DeskAlert, seen: DeskAlert | undefined, console: ConsoleId): boolean =>
  Object.entries(known.ops).some(
    ([id, operation]) =>
      consoleOfOperation(id) === console && (seen === undefined || !sameDocument(operation, seen.ops[id])),
  );

const writtenBy = (set: DeskAlert, console: ConsoleId): boolean =>
  Object.keys(set.ops).some((id) => consoleOfOperation(id) === console);

/**
 * What a hub needs for one alert's operation set. `known`: merged from everything; `seen`: the hub's last copy, undefined
 * where it has none. Past `exp_ts` nothing is published; on 3.1.1 a console then clears what it wrote in (contract §6).
 */
export const deskAlertStep = (
  known: DeskAlert,
  seen: DeskAlert | undefined,
  self: ConsoleId,
  protocol: 4 | 5,
  wallTs: number,
): DeskStep => {
  if (isExpired(known, wallTs)) {
    const stays = protocol === 4 && seen !== undefined && writtenBy(known, self);
    return stays ? { kind: 'clear' } : NOTHING;
  }
  const whole = seen === undefined ? known : mergeOperations(known, seen);
  if (seen !== undefined && sameDocument(whole, seen)) return NOTHING;
  return { kind: 'publish', jitter: lacksOwn(whole, seen, self) ? 'own' : 'other' };
};

/** The same for a document of which the last writer wins: a hub that holds a loser gets the winner. */
export const lastWriterStep = <D extends LastWriterDocument>(known: D, seen: D | undefined, self: ConsoleId): DeskStep => {
  if (seen !== undefined && compareWriters(known, seen) <= 0) return NOTHING;
  return { kind: 'publish', jitter: known.console === self ? 'own' : 'other' };
};

/** The bytes of a desk document, equal on every console and hub (contract §6): canonical JSON. */
export const deskPayload = (document: DeskAlert | LastWriterDocument): string => canonicalJson(document);
