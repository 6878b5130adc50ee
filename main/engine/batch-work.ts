import type { FleetEvent } from '../../fleet/events.ts';
import type { FleetState } from '../../fleet/state.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { BatchFold } from './batch-fold.ts';

/** States that a newer one of their topic replaced, since the start: unread in the inbox, read at the gate. */
export interface Replaced {
  readonly inbox: number;
  readonly gate: number;
}

/** What one batch has become so far; nothing of it is seen outside before its commit. */
export interface Work {
  readonly fold: BatchFold;
  readonly acknowledgements: Acknowledgements;
  readonly observed: FleetEvent[];
  readonly replaced: Replaced;
  newestTs: number | undefined;
}

export const beginWork = (state: FleetState, inRuns: boolean, newestTs: number | undefined, replaced: Replaced): Work => ({
  fold: new BatchFold(state, inRuns),
  acknowledgements: new Acknowledgements(),
  observed: [],
  replaced,
  newestTs,
});

/** Site messages are most of the load and nobody but the fold reads them. */
export const isObserved = (event: FleetEvent): boolean => {
  if (event.type !== 'message') return true;
  const { kind } = event.message;
  return kind === 'cleared' || kind.startsWith('desk/');
};
