/** How long to wait between attempts: doubling from `baseMs` to `maxMs`. */
export interface BackoffPlan {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * Wait before attempt number `attempt` (0 is the first retry). Half of the wait is fixed, half is jitter, so that many
 * consoles do not return to a restarted hub in the same second. `random` is in [0, 1).
 */
export const backoffMs = (plan: BackoffPlan, attempt: number, random: number): number => {
  const ceilingMs = Math.min(plan.maxMs, plan.baseMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceilingMs / 2 + (ceilingMs / 2) * random);
};
