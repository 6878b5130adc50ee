import type { AgentMemory, AgentStore } from '../agent-store.ts';
import { OUTBOX_BOUNDS } from '../outbox.ts';
import type { Outbox, OutboxBounds } from '../outbox.ts';
import type { StoredEntry } from './entry.ts';
import type { JournalFiles } from './files.ts';
import { recall } from './recall.ts';
import { SEGMENT_BYTES, SegmentedLog } from './segments.ts';
import { readSnapshots, writeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/*
 * Everything that an agent must not forget, on flash: its events and what it remembers beside them (docs/decisions/0006).
 * Events are durable before anybody hears of them; snapshots are rare, since alert events can be folded into an older one.
 */

/** What waits in memory while the disk refuses: beyond it the oldest leave, counted. */
const WAITING_MAX = 2_000;
const SNAPSHOT_EVERY_MS = 3_600_000;
/** Space that is given up when the disk is full, so that the next alerts can still be written. */
const RESERVE = 'reserve';
const RESERVE_BYTES = 131_072;
/** So often the reserve is made anew once it was given up. */
const RESERVE_EVERY_MS = 600_000;
/** A disk that refused is asked again after this much running time. */
const RETRY_MS = 5_000;

export interface Journal extends Outbox {
  readonly store: AgentStore;
  /** False while the disk refuses: events then wait in memory and are lost with the process. */
  readonly writable: boolean;
  /** Writes what is worth writing before a planned end. */
  close(): void;
}

export interface JournalOptions {
  readonly files: JournalFiles;
  readonly bounds?: OutboxBounds;
  /** Size from which on a new file begins; smaller in tests. */
  readonly segmentBytes?: number;
  /** Monotonic now, ms. */
  readonly monoMs: number;
}

class FileJournal implements Journal {
  dropped = 0;
  writable = true;
  provenSeq: number;
  lastSeq: number;
  readonly store: AgentStore;
  readonly #files: JournalFiles;
  readonly #bounds: OutboxBounds;
  readonly #log: SegmentedLog;
  readonly #snapshots: Snapshot[];
  /** Running time at monotonic 0. */
  readonly #ageBaseMs: number;
  #memory: AgentMemory | undefined;
  #waiting: StoredEntry[] = [];
  #nowAgeMs: number;
  #triedAgeMs = -Infinity;
  #reservedAgeMs = -Infinity;
  #boot = 0;

  constructor({ files, bounds = OUTBOX_BOUNDS, segmentBytes = SEGMENT_BYTES, monoMs }: JournalOptions) {
    this.#files = files;
    this.#bounds = bounds;
    this.#log = new SegmentedLog(files, segmentBytes);
    this.#snapshots = [...readSnapshots(files)];
    const [snapshot] = this.#snapshots;
    const segments = this.#log.segments;
    const known = segments.map(({ lastAgeMs }) => lastAgeMs);
    this.#nowAgeMs = Math.max(snapshot?.ageMs ?? 0, ...known);
    this.#ageBaseMs = this.#nowAgeMs - monoMs;
    this.#memory = this.#recalled(snapshot);
    this.lastSeq = Math.max(this.#memory?.eventSeq ?? 0, ...segments.map(({ lastSeq }) => lastSeq));
    // Files of a disk that was given up and restored may be older than what is proven.
    this.provenSeq = Math.min(snapshot?.provenSeq ?? 0, this.lastSeq);
    this.store = { load: () => this.#memory, save: (memory) => this.#save(memory) };
  }

  #recalled(snapshot: Snapshot | undefined): AgentMemory | undefined {
    const from = snapshot?.memory.eventSeq ?? 0;
    let memory = snapshot?.memory;
    for (let entries = this.#log.after(from, 500); entries.length > 0; entries = this.#log.after(memory?.eventSeq ?? 0, 500)) {
      memory = recall(memory, entries);
    }
    const boot = Math.max(memory?.boot ?? 0, ...this.#log.segments.map((segment) => segment.boot));
    return memory ? { ...memory, boot } : boot > 0 ? { boot, eventSeq: 0, openAlerts: [], lastAlertIds: [] } : undefined;
  }

  get depth(): number {
    return this.lastSeq - Math.max(this.provenSeq, this.#firstSeq() - 1);
  }

  #firstSeq(): number {
    return this.#log.segments.find(({ firstSeq, lastSeq }) => lastSeq >= firstSeq)?.firstSeq ?? this.#waiting[0]?.seq ?? this.lastSeq + 1;
  }

  append(kind: StoredEntry['kind'], monoMs: number, seal: (seq: number) => string): StoredEntry {
    this.#nowAgeMs = Math.max(this.#nowAgeMs, this.#ageBaseMs + monoMs);
    this.lastSeq += 1;
    const entry = { kind, seq: this.lastSeq, payload: seal(this.lastSeq), ageMs: this.#nowAgeMs };
    this.#waiting.push(entry);
    if (this.#waiting.length > WAITING_MAX) {
      this.#waiting.shift();
      this.dropped += 1;
    }
    return entry;
  }

  commit(): void {
    if (this.#waiting.length === 0 || !this.#mayTry()) return;
    this.writable = this.#try(() => this.#log.append(this.#waiting, this.#memory?.boot ?? 0));
    if (this.writable) this.#waiting = [];
  }

  #mayTry(): boolean {
    if (this.writable || this.#nowAgeMs - this.#triedAgeMs >= RETRY_MS) return true;
    return false;
  }

  /** Does it, if need be with the reserved space given up. */
  #try(work: () => void): boolean {
    this.#triedAgeMs = this.#nowAgeMs;
    try {
      work();
      return true;
    } catch {
      if (!this.#giveUpReserve()) return false;
    }
    try {
      work();
      return true;
    } catch {
      return false;
    }
  }

  #giveUpReserve(): boolean {
    try {
      if (!this.#files.list().includes(RESERVE)) return false;
      this.#files.remove(RESERVE);
      return true;
    } catch {
      return false;
    }
  }

  #keepReserve(): void {
    if (!this.writable || this.#nowAgeMs - this.#reservedAgeMs < RESERVE_EVERY_MS) return;
    this.#reservedAgeMs = this.#nowAgeMs;
    try {
      if (!this.#files.list().includes(RESERVE)) this.#files.append(RESERVE, new Uint8Array(RESERVE_BYTES));
    } catch {
      this.#giveUpReserve();
    }
  }

  after(seq: number, max: number): readonly StoredEntry[] {
    const written = this.#log.after(seq, max);
    if (written.length >= max || this.#waiting.length === 0) return written;
    const from = written.at(-1)?.seq ?? seq;
    return [...written, ...this.#waiting.filter((entry) => entry.seq > from)].slice(0, max);
  }

  proven(seq: number): void {
    this.provenSeq = Math.max(this.provenSeq, Math.min(seq, this.lastSeq));
    this.#release(({ lastSeq }) => lastSeq <= this.provenSeq);
  }

  trim(monoMs: number): void {
    this.#nowAgeMs = Math.max(this.#nowAgeMs, this.#ageBaseMs + monoMs);
    this.#release(({ lastAgeMs }) => this.#log.bytes > this.#bounds.maxBytes || this.#nowAgeMs - lastAgeMs > this.#bounds.maxAgeMs);
    if (this.#memory && this.#memory.boot !== this.#boot && this.#mayTry()) this.#save(this.#memory);
    if (this.#boot > 0) this.#keepReserve();
    if (this.#nowAgeMs - (this.#snapshots[0]?.ageMs ?? -Infinity) >= SNAPSHOT_EVERY_MS) this.#snapshot();
  }

  /** Removes the oldest files while `test` holds, once two snapshots know what stood in them. */
  #release(test: (segment: { readonly lastSeq: number; readonly lastAgeMs: number }) => boolean): void {
    const [oldest] = this.#log.segments;
    if (!oldest || this.#log.segments.length < 2 || !test(oldest)) return;
    const isCovered = (lastSeq: number): boolean => this.#snapshots.length > 1 && this.#snapshots.every(({ memory }) => memory.eventSeq >= lastSeq);
    for (let turn = 0; turn < 2 && !isCovered(oldest.lastSeq); turn += 1) this.#snapshot();
    const firstOf = ({ firstSeq }: { readonly firstSeq: number }): number => Math.max(firstSeq - 1, this.provenSeq);
    const removed = this.#log.removeWhile((segment) => isCovered(segment.lastSeq) && test(segment));
    for (const segment of removed) this.dropped += Math.max(0, segment.lastSeq - firstOf(segment));
  }

  /** The boot must be durable before anybody hears of it; everything else may wait for the next snapshot. */
  #save(memory: AgentMemory): void {
    this.#memory = memory;
    if (memory.boot === this.#boot) return;
    const begun = this.#try(() => this.#log.begin(memory.boot, this.lastSeq));
    this.writable = begun;
    if (!begun) return;
    this.#boot = memory.boot;
    this.#snapshot();
    this.#keepReserve();
  }

  #snapshot(): void {
    const memory = this.#memory;
    if (!memory || !this.#mayTry()) return;
    const snapshot: Snapshot = { v: 1, n: (this.#snapshots[0]?.n ?? 0) + 1, ageMs: this.#nowAgeMs, provenSeq: this.provenSeq, memory };
    this.writable = this.#try(() => writeSnapshot(this.#files, snapshot));
    if (this.writable) this.#snapshots.splice(0, this.#snapshots.length, snapshot, ...this.#snapshots.slice(0, 1));
  }

  close(): void {
    this.commit();
    this.#snapshot();
  }
}

/** Opens the journal of a directory; whatever a crash or a bad disk left there is read as far as it is whole. */
export const openJournal = (options: JournalOptions): Journal => new FileJournal(options);
