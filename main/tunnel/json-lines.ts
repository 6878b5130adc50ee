import type { Readable } from 'node:stream';

const LONGEST_LINE_BYTES = 1_048_576;

/** Calls `onLine` per line. A line beyond the bound ends the reading: `onEndless`, once, and nothing after it. */
export const readLines = (stream: Readable, onLine: (line: string) => void, onEndless: () => void): void => {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let over = false;
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    while (!over) {
      const at = rest.indexOf(10);
      if (at < 0) break;
      const line = Buffer.concat([...chunks, rest.subarray(0, at)]).toString('utf8');
      [chunks, bytes, rest] = [[], 0, rest.subarray(at + 1)];
      onLine(line);
    }
    if (over) return;
    bytes += rest.length;
    if (bytes <= LONGEST_LINE_BYTES) return void chunks.push(rest);
    over = true;
    chunks = [];
    onEndless();
  });
};
