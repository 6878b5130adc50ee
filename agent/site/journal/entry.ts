import type { EventKind } from '../../../fleet/wire/catalogue.ts';
import { EVENT_KINDS } from '../../../fleet/wire/catalogue.ts';
import type { OutboxEntry } from '../outbox.ts';

/*
 * An event as it stands in the journal: `SEQ AGE KIND PAYLOAD`. Its age is the running time of the agent over all its lives
 * when it was written (ms): no wall clock, which may jump, and no monotonic one, which starts anew.
 */

export interface StoredEntry extends OutboxEntry {
  readonly ageMs: number;
}

const LINE = /^(\d{1,15}) (\d{1,15}) (\S+) /;

export const entryBytes = ({ seq, ageMs, kind, payload }: StoredEntry): Uint8Array =>
  Buffer.from(`${seq} ${Math.round(ageMs)} ${kind} ${payload}`);

const isEventKind = (text: string): text is EventKind => (EVENT_KINDS as readonly string[]).includes(text);

/** Undefined for what is no event. */
export const parseEntry = (bytes: Buffer): StoredEntry | undefined => {
  const text = bytes.toString();
  const [head = '', seq, ageMs, kind = ''] = LINE.exec(text) ?? [];
  if (head === '' || !isEventKind(kind)) return undefined;
  return { seq: Number(seq), ageMs: Number(ageMs), kind, payload: text.slice(head.length) };
};
