import type { Random } from '../../simulator/random.ts';

/*
 * What happens when: each kind of fault at random, with a mean distance and a span of lengths, so that they overlap.
 */

export interface FaultPlan {
  readonly name: string;
  /** Mean time from the end of one to the beginning of the next. */
  readonly meanGapMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  begin(): void;
  end(): void;
}

interface Running {
  readonly plan: FaultPlan;
  nextMs: number;
  endMs: number | undefined;
}

export interface FaultSchedule {
  /** Faults that are on. */
  readonly on: number;
  readonly counts: ReadonlyMap<string, number>;
  step(monoMs: number): void;
  /** Ends everything; nothing begins any more. */
  heal(): void;
}

export const createFaultSchedule = (plans: readonly FaultPlan[], random: Random, startMs: number): FaultSchedule => {
  const gap = ({ meanGapMs }: FaultPlan): number => -Math.log(1 - random.next()) * meanGapMs;
  const length = ({ minMs, maxMs }: FaultPlan): number => minMs * (maxMs / minMs) ** random.next();
  const running: Running[] = plans.map((plan) => ({ plan, nextMs: startMs + gap(plan), endMs: undefined }));
  const counts = new Map<string, number>();
  let isHealed = false;
  const one = (fault: Running, monoMs: number): void => {
    const { plan } = fault;
    if (fault.endMs !== undefined && monoMs >= fault.endMs) {
      plan.end();
      fault.endMs = undefined;
      fault.nextMs = monoMs + gap(plan);
    }
    if (isHealed || fault.endMs !== undefined || monoMs < fault.nextMs) return;
    plan.begin();
    counts.set(plan.name, (counts.get(plan.name) ?? 0) + 1);
    fault.endMs = monoMs + length(plan);
  };
  return {
    get on() {
      return running.filter(({ endMs }) => endMs !== undefined).length;
    },
    counts,
    step: (monoMs) => {
      for (const fault of running) one(fault, monoMs);
    },
    heal: () => {
      isHealed = true;
      for (const fault of running.filter(({ endMs }) => endMs !== undefined)) {
        fault.plan.end();
        fault.endMs = undefined;
      }
    },
  };
};
