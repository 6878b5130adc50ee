import type { OpenAlertRecord } from './alert-step.ts';

/** What an agent must remember over a restart; a re-installed router has lost it. */
export interface AgentMemory {
  readonly boot: number;
  /** `seq` of the last event: the row goes on over boots (contract §3). */
  readonly eventSeq: number;
  readonly openAlerts: readonly OpenAlertRecord[];
  /** Id of the last alert by kind and object. */
  readonly lastAlertIds: readonly (readonly [key: string, id: string])[];
}

export interface AgentStore {
  load(): AgentMemory | undefined;
  save(memory: AgentMemory): void;
}

/** Keeps nothing beyond the process: for simulated sites and tests. */
export const createMemoryStore = (initial?: AgentMemory): AgentStore => {
  let memory = initial;
  return {
    load: () => memory,
    save: (next) => {
      memory = next;
    },
  };
};
