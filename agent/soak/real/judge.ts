import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AgentMemory } from '../../site/agent-store.ts';
import { openDirectory } from '../../site/journal/files.ts';
import { openJournal } from '../../site/journal/journal.ts';
import type { OutboxEntry } from '../../site/outbox.ts';
import type { FrigateTruth } from '../../testing/frigate/frigate-truth.ts';
import type { Faults } from '../faults.ts';
import type { Headquarters } from '../headquarters.ts';
import type { Ledger } from '../ledger.ts';
import type { AgentChild } from './agent-child.ts';

/*
 * The end of the real soak: waits until headquarters has caught up, then compares both ends: every event of the journal,
 * every review that Frigate knows, the open alerts, the cameras.
 */

export interface Evidence {
  readonly agent: AgentChild;
  readonly dataDir: string;
  readonly truth: FrigateTruth;
  readonly headquarters: Headquarters;
  readonly ledger: Ledger;
  readonly faults: Faults;
}

/**
 * Frigate is asked every two minutes for what its broker link kept back; a broker that hangs at the end is started anew
 * within three minutes, or within eight where it hung before.
 */
const CATCH_UP_MS = 900_000;
const LOOK_MS = 2_000;
/** Nothing changed for so long: it has caught up, or never will. */
const CALM_LOOKS = 8;

interface JournalSeen {
  readonly entries: readonly OutboxEntry[];
  readonly lastSeq: number;
  readonly memory: AgentMemory | undefined;
}

/** The journal as a reader beside the running agent sees it. */
const readJournal = (dataDir: string): JournalSeen => {
  const journal = openJournal({ files: openDirectory(join(dataDir, 'journal')), monoMs: 0 });
  return { entries: journal.after(0, 1_000_000), lastSeq: journal.lastSeq, memory: journal.store.load() };
};

const darkCameras = (truth: FrigateTruth): string => truth.cameras.filter(({ fps }) => fps === 0).map(({ id }) => id).toSorted().join();

const shownDark = (headquarters: Headquarters): string =>
  ((headquarters.last('state/cameras')?.['cameras'] ?? []) as readonly { readonly id: string; readonly detect: string }[])
    .filter(({ detect }) => detect === 'offline')
    .map(({ id }) => id)
    .toSorted()
    .join();

/** What was told of each review. */
const toldPhases = (ledger: Ledger): ReadonlyMap<string, readonly string[]> => {
  const told = new Map<string, readonly string[]>();
  for (const payload of ledger.heardPayloads()) {
    const { id, phase } = JSON.parse(payload) as { readonly id?: string; readonly phase?: string };
    if (id !== undefined && phase !== undefined) told.set(id, [...(told.get(id) ?? []), phase]);
  }
  return told;
};

const listOf = (alerts: readonly { readonly kind: string; readonly object: string; readonly id: string }[]): string =>
  alerts.map(({ kind, object, id }) => `${kind} ${object} ${id}`).toSorted().join(', ');

/** Health, by which headquarters sees that a clock is right again, comes once a minute. */
const untilCalm = async ({ dataDir, headquarters, ledger, truth }: Evidence): Promise<void> => {
  const endMs = performance.now() + CATCH_UP_MS;
  let calm = 0;
  let before = '';
  while (performance.now() < endMs && calm < CALM_LOOKS) {
    await wait(LOOK_MS);
    const { lastSeq, memory } = readJournal(dataDir);
    const areAlertsSame = listOf(memory?.openAlerts ?? []) === listOf(headquarters.openAlerts());
    const told = toldPhases(ledger);
    const areReviewsOver = [...truth.reviews.keys()].every((id) => told.get(id)?.includes('end'));
    const isComplete = areAlertsSame && areReviewsOver && ledger.heardAll(lastSeq) && shownDark(headquarters) === darkCameras(truth);
    const now = `${lastSeq} ${ledger.copies} ${String(isComplete)}`;
    calm = isComplete && now === before ? calm + 1 : 0;
    before = now;
  }
};

/** Every review has one end and at most one start. */
const checkReviews = ({ truth, ledger, faults }: Evidence): void => {
  const told = toldPhases(ledger);
  for (const { id } of truth.reviews.values()) {
    const phases = told.get(id) ?? [];
    const ends = phases.filter((phase) => phase === 'end').length;
    if (ends === 0) faults.add('lost', `review ${id}: told ${phases.join(', ') || 'nothing'}`);
    if (ends > 1 || phases.filter((phase) => phase === 'start').length > 1) faults.add('doubled', `review ${id}: told ${phases.join(', ')}`);
  }
};

const checkPicture = ({ truth, headquarters, faults }: Evidence, memory: AgentMemory | undefined): void => {
  const own = listOf(memory?.openAlerts ?? []);
  const shown = listOf(headquarters.openAlerts());
  if (own !== shown) faults.add('picture', `alerts: the site has [${own}], headquarters shows [${shown}]`);
  if (!own.includes('camera_offline')) faults.add('picture', `the dark camera has no alert: [${own}]`);
  if (shownDark(headquarters) !== darkCameras(truth)) faults.add('picture', `cameras: dark are [${darkCameras(truth)}], shown [${shownDark(headquarters)}]`);
  const { status, link } = headquarters.record() ?? {};
  if (status !== 'warn' || link !== 'up') faults.add('picture', `status ${status ?? 'none'}, link ${link ?? 'none'}`);
};

/** Answers how many events the site told. */
export const judge = async (evidence: Evidence): Promise<number> => {
  const { agent, dataDir, ledger, faults } = evidence;
  await untilCalm(evidence);
  if (!agent.running) faults.add('ended', `the agent: ${agent.log().slice(-300)}`);
  const { entries, lastSeq, memory } = readJournal(dataDir);
  ledger.written(entries, lastSeq);
  ledger.settle();
  checkReviews(evidence);
  checkPicture(evidence, memory);
  return lastSeq;
};
