import {
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/*
 * The few file operations that the journal is made of, as an interface: tests stop after any of them. Every operation may
 * throw (full disk, I/O error); `append` may then have written a part.
 */

export interface JournalFiles {
  /** Names in the directory. */
  list(): readonly string[];
  read(name: string): Uint8Array;
  /** Adds bytes behind the end; creates the file. */
  append(name: string, bytes: Uint8Array): void;
  /** The file's bytes survive a power cut from here on. */
  sync(name: string): void;
  truncate(name: string, length: number): void;
  /** Replaces `to`. */
  rename(from: string, to: string): void;
  remove(name: string): void;
  /** Names (new, renamed, removed) survive a power cut from here on. */
  syncNames(): void;
}

const withFile = <T>(path: string, flags: number, use: (file: number) => T): T => {
  const file = openSync(path, flags, 0o600);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
};

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_APPEND } = constants;

/** A directory of the real file system; made where it is missing. */
export const openDirectory = (directory: string): JournalFiles => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(directory, name);
  return {
    list: () => readdirSync(directory),
    read: (name) => readFileSync(at(name)),
    append: (name, bytes) =>
      withFile(at(name), O_WRONLY | O_CREAT | O_APPEND, (file) => {
        let written = 0;
        while (written < bytes.byteLength) written += writeSync(file, bytes, written);
      }),
    sync: (name) => withFile(at(name), O_RDWR, fsyncSync),
    truncate: (name, length) => withFile(at(name), O_RDWR, (file) => ftruncateSync(file, length)),
    rename: (from, to) => renameSync(at(from), at(to)),
    remove: (name) => rmSync(at(name), { force: true }),
    syncNames: () => {
      // Windows has no fsync on directories; names are journaled there.
      if (process.platform !== 'win32') withFile(directory, O_RDONLY, fsyncSync);
    },
  };
};

const refuse = (): never => {
  throw new Error('no directory');
};

/** In place of a directory that cannot be used: holds nothing and refuses everything. */
export const absentDirectory = (): JournalFiles => ({
  list: () => [],
  read: refuse,
  append: refuse,
  sync: refuse,
  truncate: refuse,
  rename: refuse,
  remove: refuse,
  syncNames: refuse,
});
