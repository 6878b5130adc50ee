import type { AgentMemory } from '../agent-store.ts';
import type { JournalFiles } from './files.ts';
import { readRecords, recordOf } from './record.ts';

/*
 * What the agent remembers beside its events: one checksummed record in a file, and the one before it. A power cut at any
 * point leaves at least one of them whole.
 */

export interface Snapshot {
  readonly v: 1;
  /** Rises with each snapshot. */
  readonly n: number;
  /** Running time of the agent over all its lives, ms. */
  readonly ageMs: number;
  /** The hub has all events up to this one. */
  readonly provenSeq: number;
  readonly memory: AgentMemory;
}

const CURRENT = 'agent.state';
const PREVIOUS = 'agent.state.previous';
const DRAFT = 'agent.state.draft';

const isSnapshot = (value: unknown): value is Snapshot => {
  const { v, n, memory } = (value ?? {}) as Partial<Snapshot>;
  return v === 1 && typeof n === 'number' && Number.isSafeInteger(memory?.boot) && Array.isArray(memory?.openAlerts);
};

const readOne = (files: JournalFiles, name: string): Snapshot | undefined => {
  try {
    const [body] = readRecords(files.read(name)).bodies;
    const value: unknown = body && JSON.parse(body.toString());
    return isSnapshot(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The newest whole snapshots: at most the last and the one before. */
export const readSnapshots = (files: JournalFiles): readonly Snapshot[] => {
  const names = new Set(files.list());
  return [CURRENT, PREVIOUS, DRAFT]
    .filter((name) => names.has(name))
    .flatMap((name) => readOne(files, name) ?? [])
    .toSorted((a, b) => b.n - a.n)
    .slice(0, 2);
};

/** Throws what the file system throws; the snapshots before then still stand. */
export const writeSnapshot = (files: JournalFiles, snapshot: Snapshot): void => {
  files.remove(DRAFT);
  files.append(DRAFT, recordOf(Buffer.from(JSON.stringify(snapshot))));
  files.sync(DRAFT);
  if (files.list().includes(CURRENT)) files.rename(CURRENT, PREVIOUS);
  files.rename(DRAFT, CURRENT);
  files.syncNames();
};
