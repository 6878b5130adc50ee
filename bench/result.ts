import os from 'node:os';

/** What a figure was measured under. */
export interface Load {
  readonly sites: number;
  readonly messagesPerTurn: number;
  readonly rounds: number;
  /** Share of alert events (QoS 1) among the messages. */
  readonly eventShare: number;
  /** os.loadavg() when the turns began and ended: 1, 5 and 15 minutes. */
  readonly loadavgBefore: readonly number[];
  readonly loadavgAfter: readonly number[];
}

export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** A ratio of two sides that were measured by turns in one run, or a figure of its own. */
export interface Result {
  readonly name: string;
  /** The two sides of a ratio, the first over the second; else what was measured. */
  readonly pair: readonly string[];
  readonly runtime: string;
  readonly load: Load;
  readonly value: number;
  readonly unit: 'ratio' | 'ms' | 'share' | 'MB' | 'kbit/s';
  /** Absent where there is none: then a figure is neither met nor missed. */
  readonly goal?: Goal;
  readonly met?: boolean;
  /** Medians of both sides, with their units in the names. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface BenchContext {
  /** Words for people while it runs; never on stdout. */
  readonly say: (text: string) => void;
}

export interface Benchmark {
  readonly name: string;
  /** Throws where a message, a row or a record is missing. */
  run(context: BenchContext): Promise<readonly Result[]>;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
};

export const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));

export const loadavg = (): readonly number[] => os.loadavg().map((load) => rounded(load, 2));

/** The value below which this share of the values lies; 1: the greatest. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
};

const isMet = (value: number, goal: Goal): boolean => ('atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost);

/** One side of a ratio: its name and what it measured in each round. */
export interface Side {
  readonly name: string;
  readonly values: readonly number[];
}

/** The ratio is the median of the rounds' own ratios: what slows one round slows both of its sides. */
export const compare = (above: Side, below: Side, rest: Pick<Result, 'name' | 'runtime' | 'load' | 'figures'> & { readonly goal: Goal }): Result => {
  const value = rounded(median(above.values.map((one, round) => one / (below.values[round] as number))));
  return { ...rest, pair: [above.name, below.name], value, unit: 'ratio', met: isMet(value, rest.goal) };
};

/** A figure that is no ratio. */
export const measured = (
  name: string,
  value: number,
  { what, goal, ...rest }: Pick<Result, 'unit' | 'runtime' | 'load' | 'figures'> & { readonly what: string; readonly goal?: Goal },
): Result => ({ ...rest, name, pair: [what], value, ...(goal ? { goal, met: isMet(value, goal) } : {}) });
