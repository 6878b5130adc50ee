import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConsoleRecord, ConsoleRecordLine } from '../../fleet/tunnel/window.ts';

/*
 * Who opened which site's console: JSON lines that are only ever appended, each with the hash of the one before it. A
 * changed, lost or inserted line shows; one that a power cut tore is passed over. Files are numbered, the oldest go.
 */

export interface ConsoleRecorder {
  /** Settles when the line is on the disk, also when the disk refused: `read` then says "unwritable". Never throws. */
  readonly write: (line: Omit<ConsoleRecordLine, 'n'>) => Promise<void>;
  /** The newest `most` lines, and whether the whole record follows. */
  readonly read: (most: number) => Promise<ConsoleRecord>;
}

interface RecordLimits {
  readonly fileBytes: number;
  readonly files: number;
}

/** About 4,000 lines a file. */
const LIMITS: RecordLimits = { fileBytes: 1_000_000, files: 20 };
const FILE = /^consoles-(\d{6})\.jsonl$/;
const nameOf = (number: number): string => `consoles-${String(number).padStart(6, '0')}.jsonl`;
const FIRST = '0'.repeat(64);

interface Stored extends ConsoleRecordLine {
  readonly before: string;
}

interface Read {
  readonly lines: readonly Stored[];
  readonly whole: boolean;
  readonly last: string;
  /** Bytes of the newest file, and whether its last line was torn. */
  readonly bytes: number;
  readonly torn: boolean;
}

/** Opens the record in `dir`. */
export const openConsoleRecord = (dir: string, log: (text: string) => void, limits = LIMITS): ConsoleRecorder => {
  let state: { number: number; n: number; last: string; bytes: number; torn: boolean } | undefined;
  let unwritable = false;
  let queue: Promise<unknown> = Promise.resolve();

  const begin = () => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const { last, lines, bytes, torn } = readRecord(dir);
    return { number: filesIn(dir).at(-1) ?? 1, n: lines.at(-1)?.n ?? 0, last, bytes, torn };
  };

  const append = async (line: Omit<ConsoleRecordLine, 'n'>): Promise<void> => {
    state ??= begin();
    const stored: Stored = { n: state.n + 1, ...line, before: state.last };
    const text = JSON.stringify(stored);
    if (state.bytes >= limits.fileBytes) {
      state = { ...state, number: state.number + 1, bytes: 0, torn: false };
      for (const old of filesIn(dir).slice(0, 1 - limits.files)) rmSync(join(dir, nameOf(old)), { force: true });
    }
    const bytes = Buffer.from(`${state.torn ? '\n' : ''}${text}\n`);
    // Torn until it is known to be whole: a next line then begins on a line of its own.
    state.torn = true;
    await appendToDisk(join(dir, nameOf(state.number)), bytes);
    state = { ...state, torn: false, n: stored.n, last: hashOf(text), bytes: state.bytes + bytes.length };
  };

  return {
    write: (line) => {
      const done = queue.then(async () => {
        try {
          await append(line);
          unwritable = false;
        } catch (error) {
          unwritable = true;
          log(`The record of opened consoles cannot be written: ${error instanceof Error ? error.message : String(error)}`);
        }
      });
      queue = done;
      return done;
    },
    read: async (most) => {
      await queue;
      const { lines, whole } = readRecord(dir);
      const newest = lines.slice(-most).reverse();
      const file = join(dir, nameOf(filesIn(dir).at(-1) ?? 1));
      return { lines: newest.map(withoutChain), state: unwritable ? 'unwritable' : whole ? 'whole' : 'broken', file };
    },
  };
};

const appendToDisk = async (path: string, bytes: Uint8Array): Promise<void> => {
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
};

const withoutChain = ({ before, ...line }: Stored): ConsoleRecordLine => {
  void before;
  return line;
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Numbers of the files, oldest first. */
const filesIn = (dir: string): number[] => {
  try {
    return readdirSync(dir)
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
};

/** The first line that is left is believed; each further one must name the hash of the one before it. */
const readRecord = (dir: string): Read => {
  const numbers = filesIn(dir);
  const lines: Stored[] = [];
  let last = FIRST;
  let [whole, torn, bytes] = [true, false, 0];
  for (const number of numbers) {
    const content = readFileSync(join(dir, nameOf(number)), 'utf8');
    bytes = Buffer.byteLength(content);
    torn = content !== '' && !content.endsWith('\n');
    for (const text of content.split('\n')) {
      const line = parseLine(text);
      if (line === undefined) continue;
      const follows = lines.length === 0 ? line.n > 1 || line.before === FIRST : line.before === last;
      whole &&= follows;
      last = hashOf(text);
      lines.push(line);
    }
  }
  return { lines, whole, last, bytes, torn };
};

const parseLine = (text: string): Stored | undefined => {
  try {
    const line = JSON.parse(text) as Partial<Stored> | null;
    return typeof line?.n === 'number' && typeof line.before === 'string' ? (line as Stored) : undefined;
  } catch {
    return undefined;
  }
};
