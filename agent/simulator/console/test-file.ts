import { createHash } from 'node:crypto';

/* SIMULATION: a download whose content everybody can compute. */

const BLOCK_BYTES = 1_048_576;
export const TEST_FILE_BYTES = 100 * BLOCK_BYTES;
export const TEST_FILE_SHA256 = '382494e0c7d275c0f61dcbd6e7202085ddf02d21ac7d41e05983252076015aec';

const block = Buffer.alloc(BLOCK_BYTES);
for (let at = 0; at < BLOCK_BYTES; at += 1) block[at] = (at * 31 + (at >>> 8)) & 0xff;

/** The file piece by piece; a reader that is slow is waited for. */
export function* testFile(): Generator<Buffer> {
  for (let sent = 0; sent < TEST_FILE_BYTES; sent += BLOCK_BYTES) yield block;
}

/** For the proof that the constant above is true. */
export const hashTestFile = (): string => {
  const hash = createHash('sha256');
  for (const piece of testFile()) hash.update(piece);
  return hash.digest('hex');
};
