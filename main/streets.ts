import { open } from 'node:fs/promises';
import type { StreetsFault } from '../fleet/ipc.ts';

/*
 * One PMTiles file with streets, chosen by the customer and read in ranges. The window gets bytes of it and of no other
 * file: what has no header of a street map is never served, whatever path the settings name.
 */

const HEADER_BYTES = 127;
const MAGIC = 'PMTiles';
const VERSION = 3;
/** Tile types of the format: vector, PNG, JPEG, WebP. */
const TILE_TYPES = [1, 2, 3, 4];
/** Directories and tiles are far smaller; a larger question is none of ours. */
export const RANGE_MAX_BYTES = 8_388_608;

/** Undefined: a street map. Reads the header only. */
export const streetsFault = async (path: string): Promise<StreetsFault | undefined> => {
  let header: Buffer;
  let size: number;
  try {
    const file = await open(path, 'r');
    try {
      size = (await file.stat()).size;
      header = Buffer.alloc(HEADER_BYTES);
      const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
      header = header.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return 'unreadable';
  }
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 7) !== MAGIC) return 'not_pmtiles';
  if (header[7] !== VERSION || !TILE_TYPES.includes(header[99] ?? 0) || !isReadable(header)) return 'unknown_kind';
  return isWhole(header, size) ? undefined : 'cut_off';
};

/** Directories and tiles are plain or packed by gzip; Brotli and Zstandard the window cannot unpack. */
const isReadable = (header: Buffer): boolean => [97, 98].every((at) => header[at] === 1 || header[at] === 2);

/** Offset and length of root directory, metadata, leaf directories and tiles: all within the file. */
const isWhole = (header: Buffer, size: number): boolean =>
  [8, 24, 40, 56].every((at) => header.readBigUInt64LE(at) + header.readBigUInt64LE(at + 8) <= BigInt(size));

/** `bytes=A-B`, at most RANGE_MAX_BYTES. */
export const rangeOf = (text: string | null): { readonly from: number; readonly bytes: number } | undefined => {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(text ?? '') ?? [];
  const [from, to] = [Number(first), Number(last)];
  const bytes = to - from + 1;
  return first !== undefined && last !== undefined && bytes > 0 && bytes <= RANGE_MAX_BYTES ? { from, bytes } : undefined;
};

/** Bytes of a street map, fewer at its end; undefined where the file is none (any more). */
export const readStreets = async (path: string, from: number, bytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  if ((await streetsFault(path)) !== undefined) return undefined;
  const file = await open(path, 'r');
  try {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};
