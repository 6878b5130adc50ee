/*
 * What a soak may find, by kind. It fails on one of any.
 */

export type FaultKind =
  /** An event of the site that never arrived. */
  | 'lost'
  /** One event number with two contents, or one condition told under two alerts. */
  | 'doubled'
  /** An event was told and then forgotten by the site. */
  | 'forgotten'
  /** An event left the outbox before the hub had it. */
  | 'dropped'
  /** What headquarters shows at the end is not what is true at the site. */
  | 'picture'
  /** Headquarters heard nothing though everything worked. */
  | 'silent'
  /** A message that does not decode. */
  | 'unreadable'
  /** A part ended that should run. */
  | 'ended';

export interface Faults {
  readonly counts: ReadonlyMap<FaultKind, number>;
  readonly total: number;
  add(kind: FaultKind, detail: string): void;
  /** By kind, with the first three of each in words. */
  text(): string;
}

const SHOWN = 3;
const KINDS: readonly FaultKind[] = ['lost', 'doubled', 'forgotten', 'dropped', 'picture', 'silent', 'unreadable', 'ended'];

export const createFaults = (): Faults => {
  const found = new Map<FaultKind, string[]>();
  const counts = new Map<FaultKind, number>(KINDS.map((kind) => [kind, 0]));
  return {
    counts,
    get total() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
    add: (kind, detail) => {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const details = found.get(kind) ?? [];
      if (details.length < SHOWN) found.set(kind, [...details, detail]);
    },
    text: () =>
      [
        [...counts].map(([kind, count]) => `${kind} ${count}`).join(' · '),
        ...[...found].flatMap(([kind, details]) => details.map((detail) => `  ${kind}: ${detail}`)),
      ].join('\n'),
  };
};
