import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/*
 * Reading of /proc, /sys and /run below a root that tests choose. Such files have no size, may be endless, garbled or gone:
 * at most 256 kB are read, and what cannot be read is absent.
 */

const MAX_BYTES = 262_144;

export interface SystemFiles {
  text(path: string): Promise<string | undefined>;
  names(path: string): Promise<readonly string[]>;
  /** The real path, for calls that need one. */
  at(path: string): string;
}

export const systemFiles = (root: string): SystemFiles => {
  const at = (path: string): string => join(root, path);
  return {
    at,
    text: async (path) => {
      try {
        const file = await open(at(path));
        try {
          const buffer = Buffer.alloc(MAX_BYTES);
          let length = 0;
          for (;;) {
            const { bytesRead } = await file.read(buffer, length, MAX_BYTES - length, null);
            length += bytesRead;
            if (bytesRead === 0 || length >= MAX_BYTES) return buffer.toString('utf8', 0, length);
          }
        } finally {
          await file.close();
        }
      } catch {
        return undefined;
      }
    },
    names: async (path) => {
      try {
        return (await readdir(at(path))).toSorted().slice(0, 256);
      } catch {
        return [];
      }
    },
  };
};

/** A whole number of at most 15 digits, or undefined. */
export const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
