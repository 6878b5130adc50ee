import type { JournalFiles } from './files.ts';

/*
 * Test code: a file system in memory that can be stopped before or within any operation, and that a power cut robs of what
 * was not synced: bytes, lengths and names.
 */

export class Stopped extends Error {}

interface File {
  bytes: Buffer;
  /** What a power cut is sure to leave. */
  synced: Buffer;
}

export interface CrashFiles extends JournalFiles {
  /** Operations until it stops; the last one is done in part (`share` of its bytes). */
  stopAfter(operations: number, share: number): void;
  /** Bytes that fit; Infinity at first. */
  room: number;
  readonly size: number;
  /** It has been stopped: whoever goes on after that is dead and does not know it. */
  readonly stopped: boolean;
  /** The process is gone: everything written stands. */
  afterKill(): CrashFiles;
  /** The power is gone: of what was not synced only some stands, as `chance` (0–1) has it. */
  afterPowerCut(chance: () => number): CrashFiles;
  /** Flips one bit of a file. */
  rot(name: string, bit: number): void;
}

const copyOf = (files: ReadonlyMap<string, File>): Map<string, File> =>
  new Map(Array.from(files, ([name, { bytes, synced }]) => [name, { bytes: Buffer.from(bytes), synced: Buffer.from(synced) }]));

const full = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

/** Of the bytes behind the synced ones any prefix may stand, or noise. */
const survivor = ({ bytes, synced }: File, chance: () => number): File => {
  const kept = synced.length + Math.floor(chance() * (bytes.length - synced.length + 1));
  const end = bytes.length < synced.length ? bytes.length : kept;
  const after = Buffer.from(bytes.subarray(0, end));
  if (chance() < 0.3 && end > synced.length) after.fill(0, synced.length + Math.floor(chance() * (end - synced.length)));
  return { bytes: after, synced: after };
};

class MemoryFiles implements CrashFiles {
  room = Infinity;
  stopped = false;
  readonly #files: Map<string, File>;
  /** Names as a power cut is sure to leave them. */
  #syncedNames: ReadonlyMap<string, File>;
  #left = Infinity;
  #share = 1;

  constructor(start: ReadonlyMap<string, File>) {
    this.#files = copyOf(start);
    this.#syncedNames = new Map(this.#files);
  }

  get size(): number {
    return Array.from(this.#files.values()).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  stopAfter(operations: number, share: number): void {
    this.#left = operations;
    this.#share = share;
  }

  #step(): number {
    if (this.#left <= 0) throw new Stopped();
    this.#left -= 1;
    this.stopped = this.#left === 0;
    return this.stopped ? this.#share : 1;
  }

  #whole(): void {
    if (this.#step() < 1) throw new Stopped();
  }

  #get(name: string): File {
    const file = this.#files.get(name);
    if (!file) throw Object.assign(new Error(name), { code: 'ENOENT' });
    return file;
  }

  list(): readonly string[] {
    return [...this.#files.keys()];
  }

  read(name: string): Uint8Array {
    return Buffer.from(this.#get(name).bytes);
  }

  append(name: string, bytes: Uint8Array): void {
    const share = this.#step();
    const fits = Math.max(0, this.room - this.size);
    const written = Math.min(Math.floor(bytes.byteLength * share), fits);
    const file = this.#files.get(name) ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
    this.#files.set(name, file);
    file.bytes = Buffer.concat([file.bytes, bytes.subarray(0, written)]);
    if (share < 1) throw new Stopped();
    if (written < bytes.byteLength) throw full();
  }

  sync(name: string): void {
    this.#whole();
    const file = this.#get(name);
    file.synced = file.bytes;
  }

  truncate(name: string, length: number): void {
    this.#whole();
    const file = this.#get(name);
    file.bytes = file.bytes.subarray(0, length);
  }

  rename(from: string, to: string): void {
    this.#whole();
    this.#files.set(to, this.#get(from));
    this.#files.delete(from);
  }

  remove(name: string): void {
    this.#whole();
    this.#files.delete(name);
  }

  syncNames(): void {
    this.#whole();
    this.#syncedNames = new Map(this.#files);
  }

  afterKill(): CrashFiles {
    return new MemoryFiles(this.#files);
  }

  afterPowerCut(chance: () => number): CrashFiles {
    // Names as they were at the last sync, or as they are: a journaling file system keeps their order.
    const names = chance() < 0.5 ? this.#syncedNames : this.#files;
    return new MemoryFiles(new Map(Array.from(names, ([name, file]) => [name, survivor(file, chance)])));
  }

  rot(name: string, bit: number): void {
    const { bytes } = this.#get(name);
    if (bytes.length === 0) return;
    const at = (bit >> 3) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
  }
}

export const createCrashFiles = (): CrashFiles => new MemoryFiles(new Map());
