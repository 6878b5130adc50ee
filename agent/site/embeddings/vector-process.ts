import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { RunResult } from '../../../platform/run-process.ts';
import { runProcess } from '../../../platform/run-process.ts';
import { readVectors } from './read-vectors.ts';
import { parseAnswer, parseAsk } from './vector-answer.ts';
import type { VectorAnswer, VectorAsk } from './vector-answer.ts';

/*
 * A database is read by a process of its own that lives for a moment: a file that makes SQLite wait, eat memory or fall
 * costs that process, never the agent, and the agent's memory stays what it is.
 */

export const READ_VECTORS_USAGE = `blocao-agent read-vectors

Used by the agent itself: reads a Frigate's database once. The question comes by standard input, the answer is JSON.`;

/** Both ways: a batch is 64 kB, a question has 256 ids of 128 characters. */
const MAX_BYTES = 262_144;
/** A guard: a tenth of a second is usual, a router that starts everything at once may take a hundred times as long. */
const LIMIT_MS = 60_000;

export type ReadVectors = (ask: VectorAsk) => Promise<VectorAnswer>;

/** Where memory runs out this process is the one to go, not the agent. */
const offerMyself = (): void => {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not every system lets it; its memory is bounded all the same.
  }
};

/** `blocao-agent read-vectors`; answers the exit code. */
export const runReadVectors = async (): Promise<number> => {
  offerMyself();
  const ask = parseAsk(await text(process.stdin));
  if (ask === undefined) {
    process.stderr.write(`${READ_VECTORS_USAGE}\n`);
    return 2;
  }
  process.stdout.write(JSON.stringify(readVectors(ask)));
  return 0;
};

const answerOf = (result: RunResult): VectorAnswer => {
  const failed = (fault: 'slow' | 'reader', detail: string): VectorAnswer => ({ ok: false, fault, detail: detail.slice(0, 300) || 'no word' });
  switch (result.ended) {
    case 'exit': {
      const answer = result.code === 0 && !result.truncated ? parseAnswer(result.stdout) : undefined;
      return answer ?? failed('reader', result.stderr);
    }
    case 'killed':
      return failed(result.by === 'timeout' ? 'slow' : 'reader', result.stderr);
    case 'not_started':
      return failed('reader', result.text);
    default:
      return result satisfies never;
  }
};

export interface VectorProcess {
  readonly program: string;
  /** Up to the command `read-vectors`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs?: number;
}

/** Asks a process of its own each time. Never rejects. */
export const createVectorProcess = ({ program, args, env, limitMs = LIMIT_MS }: VectorProcess): ReadVectors => {
  const options = { timeoutMs: limitMs, maxOutputBytes: MAX_BYTES, ...(env ? { env } : {}) };
  return async (ask) => answerOf(await runProcess(program, [...args, 'read-vectors'], { ...options, stdin: JSON.stringify(ask) }));
};
