export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** What crashed, did not end, or ran nothing has failed even if no test says so. */
export function judged(counts: Counts | undefined, exitCode: number): { counts: Counts; reason: string | undefined } {
  if (counts === undefined) {
    return { counts: { passed: 0, failed: 1, skipped: 0 }, reason: `ended with ${exitCode} before its count` };
  }
  if (counts.passed + counts.failed === 0) return { counts: { ...counts, failed: 1 }, reason: 'ran no test' };
  if (exitCode !== 0 && counts.failed === 0) {
    return { counts: { ...counts, failed: 1 }, reason: `ended with ${exitCode} though no test failed` };
  }
  return { counts, reason: undefined };
}
