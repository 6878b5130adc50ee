import type { FleetEvent, GapEvent, NoticeEvent } from './events.ts';
import { countNamed } from './fold/counters.ts';
import { deltaOf } from './fold/delta-of.ts';
import { moveTo, openDraft, stateOf } from './fold/draft.ts';
import type { Draft } from './fold/draft.ts';
import { foldDeskQuiet, foldHub } from './fold/hubs.ts';
import { foldMessage, foldRejected } from './fold/messages.ts';
import { settleAll } from './fold/settle.ts';
import { foldTick } from './fold/tick.ts';
import { restartSilence } from './fold/watch.ts';
import type { Reduction, StoreWrite } from './reduction.ts';
import type { FleetState } from './state.ts';

/** The main process heard of a resume before the next tick: the same as a late tick (contract §4 "Watched time"). */
const foldGap = (draft: Draft, { reason, hub }: GapEvent): void => {
  draft.desk = { ...draft.desk, quiet: draft.desk.quiet.filter((id) => id !== hub) };
  if (reason !== 'sleep') return;
  draft.watch = restartSilence(draft.watch, draft.at);
  settleAll(draft);
};

const foldNotice = (draft: Draft, { notice, cleared }: NoticeEvent): void => {
  const { [notice.id]: _before, ...others } = draft.notices;
  draft.notices = cleared === true ? others : { ...others, [notice.id]: notice };
};

const fold = (draft: Draft, event: FleetEvent): void => {
  switch (event.type) {
    case 'message':
      return foldMessage(draft, event);
    case 'rejected':
      return foldRejected(draft, event);
    case 'tick':
      return foldTick(draft, event);
    case 'hub':
      return foldHub(draft, event);
    case 'desk-quiet':
      return foldDeskQuiet(draft, event);
    case 'gap':
      return foldGap(draft, event);
    case 'notice':
      return foldNotice(draft, event);
    case 'count':
      return countNamed(draft, event.id, event.n);
    default:
      event satisfies never;
  }
};

const endOf = (draft: Draft): Reduction => {
  const delta = deltaOf(draft);
  const { writes, requests } = draft;
  return { state: stateOf(draft), delta, writes, ...(requests.length > 0 && { requests }) };
};

/**
 * The whole fold: the next state, what changed for the windows, what must be stored. Pure: time comes with the event, the
 * state before is left as it was. Never throws on anything that `decode` let through. Costs what the event changes.
 */
export const reduce = (state: FleetState, event: FleetEvent): Reduction => {
  const draft = openDraft(state, event.at, event.type === 'tick');
  fold(draft, event);
  return endOf(draft);
};

/** What a run takes; every other event concerns the fleet and is reduced by itself. */
export type RunEvent = Extract<FleetEvent, { type: 'message' | 'rejected' | 'count' }>;

export const isRunEvent = (event: FleetEvent): event is RunEvent =>
  event.type === 'message' || event.type === 'rejected' || event.type === 'count';

/**
 * A run of messages folded on one draft: the same as reducing them one by one, with the deltas squashed, but a site that
 * speaks ten times is told and stored once. After `take` threw, the run is worth nothing: reduce its events one by one.
 */
export interface Run {
  /** The writes that this event caused; `document` and `history` belong to its payload. */
  take(event: RunEvent): readonly StoreWrite[];
  /** The state after all, their delta, and the writes that follow from all of them together. */
  end(): Reduction;
}

export const openRun = (state: FleetState, first: RunEvent['at']): Run => {
  const draft = openDraft(state, first, false);
  return {
    take: (event) => {
      moveTo(draft, event.at);
      fold(draft, event);
      return draft.writes.splice(0);
    },
    end: () => endOf(draft),
  };
};
