import { crc32 } from 'node:zlib';

/*
 * One record in a file: a mark, length and CRC-32 of the body (little endian, 4 bytes each), then the body. Whatever a torn
 * write, a flipped bit or a foreign hand leaves behind is found by it, and the next mark is where reading goes on.
 */

const MARK = Buffer.from('BJ1\n');
const HEADER = 12;
/** Four times the greatest message of an agent. */
export const MAX_RECORD_BYTES = 262_144;

export const recordOf = (body: Uint8Array): Uint8Array => {
  const record = Buffer.allocUnsafe(HEADER + body.byteLength);
  record.set(MARK);
  record.writeUInt32LE(body.byteLength, 4);
  record.writeUInt32LE(crc32(body), 8);
  record.set(body, HEADER);
  return record;
};

export interface ReadRecords {
  readonly bodies: readonly Buffer[];
  /** Bytes up to the end of the last whole record; what follows is torn. */
  readonly goodBytes: number;
  /** Damaged places with whole records behind them. */
  readonly faults: number;
}

/** The end of the record that begins at `offset`, or undefined where none does. */
const endOfRecord = (bytes: Buffer, offset: number): number | undefined => {
  if (offset + HEADER > bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset + 4);
  const end = offset + HEADER + length;
  if (length === 0 || length > MAX_RECORD_BYTES || end > bytes.length) return undefined;
  return crc32(bytes.subarray(offset + HEADER, end)) === bytes.readUInt32LE(offset + 8) ? end : undefined;
};

/** All whole records of a file, in order. */
export const readRecords = (content: Uint8Array): ReadRecords => {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const bodies: Buffer[] = [];
  let goodBytes = 0;
  let faults = 0;
  for (let offset = bytes.indexOf(MARK); offset >= 0; ) {
    const end = endOfRecord(bytes, offset);
    if (end === undefined) {
      offset = bytes.indexOf(MARK, offset + 1);
      continue;
    }
    if (offset !== goodBytes) faults += 1;
    bodies.push(bytes.subarray(offset + HEADER, end));
    goodBytes = end;
    offset = bytes.indexOf(MARK, end);
  }
  return { bodies, goodBytes, faults };
};
