import type { Counts } from './counts.ts';

/**
 * In a whole run a test that fails is tried once more, alone. More than these that pass only then, and they have failed:
 * docs/decisions/0011-second-try.md.
 */
export const MOST_UNSTEADY = 2;

const failed: string[] = [];
const unsteady: string[] = [];

/** One line: where, which test, what it said. */
export const noteFailure = (line: string): void => void failed.push(line);

/** The same of a test that passed at its second try. */
export const noteUnsteady = (line: string): void => void unsteady.push(line);

/** Said once more at the end, where whoever sees only the end of the output looks. */
export const failureSummary = (): string =>
  [...unsteady.map((line) => `! unsteady, passed alone: ${line}\n`), ...failed.map((line) => `✖ ${line}\n`)].join('');

/** Unsteady tests, counted as passed, are failed ones where they are too many. */
export function withUnsteady(counts: Counts, many = unsteady.length): Counts {
  if (many <= MOST_UNSTEADY) return counts;
  return { ...counts, passed: counts.passed - many, failed: counts.failed + many };
}
