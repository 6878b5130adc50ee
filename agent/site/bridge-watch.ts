/*
 * What the local broker's `$SYS` says of its bridge, and what follows from it (contract §8): after each loss everything since
 * the bridge was last known up is published again, and all states once more, spread over 30 s over the sites.
 */

/** A half-open bridge is noticed after 1.5 keepalives of 60 s: until then it was not really up. */
const PROOF_MARGIN_MS = 120_000;
const REPUBLISH_SPREAD_MS = 30_000;

export interface BridgeWatch {
  /** The agent is on the local broker again: events from this monotonic time on are to be published. */
  connected(): number;
  disconnected(): void;
  /** A bridge state was read. Answers from when on events are to be published again, or undefined. */
  state(up: boolean, monoMs: number): number | undefined;
  /** Answers up to when the hub has everything, where that is known. */
  tick(monoMs: number, connected: boolean): number | undefined;
  /** True once when all states are to be sent again. */
  takeRepublish(monoMs: number): boolean;
}

/** `random` in [0, 1). */
export const createBridgeWatch = (random: () => number): BridgeWatch => {
  let up: boolean | undefined;
  let provenMs = -Infinity;
  let republishAtMs: number | undefined;
  return {
    connected: () => provenMs,
    disconnected: () => {
      up = undefined;
    },
    state: (next, monoMs) => {
      const before = up;
      up = next;
      // The first word after our own connect is the retained one: everything was just published.
      if (!next || before !== false) return undefined;
      republishAtMs = monoMs + random() * REPUBLISH_SPREAD_MS;
      return provenMs;
    },
    tick: (monoMs, connected) => {
      if (!connected || up !== true) return undefined;
      provenMs = Math.max(provenMs, monoMs - PROOF_MARGIN_MS);
      return provenMs;
    },
    takeRepublish: (monoMs) => {
      if (republishAtMs === undefined || monoMs < republishAtMs) return false;
      republishAtMs = undefined;
      return true;
    },
  };
};
