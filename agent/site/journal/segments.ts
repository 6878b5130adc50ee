import { entryBytes, parseEntry } from './entry.ts';
import type { StoredEntry } from './entry.ts';
import type { JournalFiles } from './files.ts';
import { readRecords, recordOf } from './record.ts';

/*
 * Events in files of a quarter of a megabyte, written only at the end of the newest. A file's name carries the boot and the
 * first `seq` that may stand in it, so that both survive damage to its content.
 */

export interface Segment {
  readonly name: string;
  readonly boot: number;
  readonly firstSeq: number;
  lastSeq: number;
  bytes: number;
  /** Age of its newest event. */
  lastAgeMs: number;
}

export const SEGMENT_BYTES = 262_144;
const NAME = /^(\d{15})-(\d{15})\.log$/;

const nameOf = (boot: number, firstSeq: number): string => `${String(boot).padStart(15, '0')}-${String(firstSeq).padStart(15, '0')}.log`;

/** Events of a file whose `seq` rises; `torn` where bytes behind the last whole record must be cut off before writing on. */
const readSegment = (files: JournalFiles, name: string): { readonly entries: readonly StoredEntry[]; readonly goodBytes: number; readonly bytes: number } => {
  const content = files.read(name);
  const { bodies, goodBytes } = readRecords(content);
  const entries: StoredEntry[] = [];
  for (const body of bodies) {
    const entry = parseEntry(body);
    if (entry && entry.seq > (entries.at(-1)?.seq ?? 0)) entries.push(entry);
  }
  return { entries, goodBytes, bytes: content.byteLength };
};

export class SegmentedLog {
  readonly #files: JournalFiles;
  readonly #segmentBytes: number;
  readonly #segments: Segment[] = [];
  /** The newest may be written to; undefined after a fault that left it in doubt, and before `begin`. */
  #writable: Segment | undefined;
  #cached: { readonly name: string; readonly lastSeq: number; readonly entries: readonly StoredEntry[] } | undefined;

  constructor(files: JournalFiles, segmentBytes: number) {
    this.#files = files;
    this.#segmentBytes = segmentBytes;
    for (const name of files.list().toSorted()) {
      const [, boot, first] = NAME.exec(name) ?? [];
      if (boot === undefined) continue;
      const segment = { name, boot: Number(boot), firstSeq: Number(first), lastSeq: Number(first) - 1, bytes: 0, lastAgeMs: 0 };
      this.#segments.push(this.#measured(segment));
    }
    // A boot that fell (bit rot in a name, a foreign file) must not put events out of their order.
    this.#segments.sort((a, b) => a.firstSeq - b.firstSeq || a.boot - b.boot);
  }

  #measured(segment: Segment): Segment {
    try {
      const { entries, bytes } = readSegment(this.#files, segment.name);
      const last = entries.at(-1);
      return { ...segment, bytes, ...(last ? { lastSeq: Math.max(last.seq, segment.lastSeq), lastAgeMs: last.ageMs } : {}) };
    } catch {
      // Unreadable: its events are lost, its name still counts.
      return segment;
    }
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** A new file for the events behind `lastSeq`; its name is durable when this returns. */
  begin(boot: number, lastSeq: number): void {
    const name = nameOf(boot, lastSeq + 1);
    const newest = this.#segments.at(-1);
    // A process that was killed may have left events there which no power cut would have spared; they count from now on.
    if (newest) this.#files.sync(newest.name);
    this.#files.append(name, new Uint8Array());
    this.#files.sync(name);
    this.#files.syncNames();
    const known = this.#segments.findIndex((one) => one.name === name);
    if (known >= 0) this.#segments.splice(known, 1);
    // What a fault left in a file of this name stays there: reading skips it, and cutting must not go below it.
    const bytes = known >= 0 ? this.#files.read(name).byteLength : 0;
    const segment = { name, boot, firstSeq: lastSeq + 1, lastSeq, bytes, lastAgeMs: 0 };
    this.#segments.push(segment);
    this.#writable = segment;
    this.#removeEmpty();
  }

  /** A life that wrote nothing leaves only its name, which the newest file makes needless. */
  #removeEmpty(): void {
    for (const segment of this.#segments.slice(0, -1).filter(({ firstSeq, lastSeq }) => lastSeq < firstSeq)) {
      if (this.#remove(segment)) this.#segments.splice(this.#segments.indexOf(segment), 1);
    }
  }

  /** False where the disk refuses: the file stays, and is tried again later. */
  #remove({ name }: Segment): boolean {
    try {
      this.#files.remove(name);
      return true;
    } catch {
      return false;
    }
  }

  /** Writes events behind the last; durable when this returns. Throws what the file system throws; nothing counts then. */
  append(entries: readonly StoredEntry[], boot: number): void {
    const [first] = entries;
    const last = entries.at(-1);
    if (!first || !last) return;
    if (!this.#writable || this.#writable.bytes >= this.#segmentBytes) this.begin(boot, first.seq - 1);
    const segment = this.#writable;
    if (!segment) return;
    const bytes = Buffer.concat(entries.map((entry) => recordOf(entryBytes(entry))));
    try {
      this.#files.append(segment.name, bytes);
      this.#files.sync(segment.name);
    } catch (error) {
      this.#restore(segment);
      throw error;
    }
    Object.assign(segment, { bytes: segment.bytes + bytes.byteLength, lastSeq: last.seq, lastAgeMs: last.ageMs });
  }

  /** Cuts off a part that was written. Where that fails too, the next event goes to a new file. */
  #restore(segment: Segment): void {
    try {
      this.#files.truncate(segment.name, segment.bytes);
    } catch {
      this.#writable = undefined;
    }
  }

  /** Up to `max` events behind `seq`, oldest first. */
  after(seq: number, max: number): readonly StoredEntry[] {
    const found: StoredEntry[] = [];
    for (const segment of this.#segments) {
      if (segment.lastSeq <= seq) continue;
      const from = Math.max(seq, found.at(-1)?.seq ?? 0);
      for (const entry of this.#entriesOf(segment)) if (entry.seq > from) found.push(entry);
      if (found.length >= max) break;
    }
    return found.slice(0, max);
  }

  #entriesOf(segment: Segment): readonly StoredEntry[] {
    const { name, lastSeq } = segment;
    if (this.#cached?.name === name && this.#cached.lastSeq === lastSeq) return this.#cached.entries;
    try {
      this.#cached = { name, lastSeq, entries: readSegment(this.#files, name).entries };
      return this.#cached.entries;
    } catch {
      return [];
    }
  }

  /** Removes the oldest files as long as `test` holds; never the newest. Answers them. */
  removeWhile(test: (segment: Segment) => boolean): readonly Segment[] {
    const removed: Segment[] = [];
    while (this.#segments.length > 1) {
      const [oldest] = this.#segments;
      if (!oldest || oldest === this.#writable || !test(oldest) || !this.#remove(oldest)) break;
      this.#segments.shift();
      removed.push(oldest);
    }
    return removed;
  }
}
