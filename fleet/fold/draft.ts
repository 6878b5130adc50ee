import type { At } from '../events.ts';
import type { SiteId } from '../ids.ts';
import type { AlertRecord } from '../model/alert.ts';
import type { HubId, HubRecord } from '../model/hub.ts';
import type { CounterRecord, NoticeRecord } from '../model/notice.ts';
import type { FleetRequest, StoreWrite } from '../reduction.ts';
import { shardGet } from '../shard-map.ts';
import type { OwnArrays, ShardMap } from '../shard-map.ts';
import { watchedAt } from './watch.ts';
import type { DeskState } from './desk-state.ts';
import type { DueWheel } from './due.ts';
import type { FleetState, Outage } from './fleet-state.ts';
import type { SiteFold } from './site-fold.ts';
import type { FleetTotals } from './totals.ts';
import type { Watch } from './watch.ts';

/**
 * The state that one event, or a run of messages, is working on. Only this object and arrays that it made itself are changed
 * in place, never what the state before holds, and it does not outlive the run: seen from outside `reduce` is pure.
 */
export interface Draft {
  readonly base: FleetState;
  at: At;
  /** Watched time of this moment. */
  watchedMs: number;
  /** Alerts are raised by ticks only; they resolve at any time. */
  readonly isTick: boolean;
  sites: ShardMap<SiteFold>;
  readonly ownSites: OwnArrays;
  readonly touched: Set<SiteId>;
  hubs: Readonly<Record<HubId, HubRecord>>;
  connected: readonly HubId[];
  notices: Readonly<Record<string, NoticeRecord>>;
  counters: ShardMap<CounterRecord>;
  readonly countersTouched: Set<string>;
  /** Alerts of this console about itself, by key. */
  locals: Readonly<Record<string, AlertRecord>>;
  desk: DeskState;
  watch: Watch;
  wheel: DueWheel;
  outage: Outage | undefined;
  totals: FleetTotals;
  skewedAlikeMs: number | undefined;
  tickMono: number | undefined;
  tickTotals: FleetTotals;
  early: FleetState['early'];
  readonly writes: StoreWrite[];
  readonly requests: FleetRequest[];
}

export const openDraft = (base: FleetState, at: At, isTick: boolean): Draft => ({
  base,
  at,
  watchedMs: watchedAt(base.watch, at),
  isTick,
  sites: base.sites,
  ownSites: new Set(),
  touched: new Set(),
  hubs: base.hubs,
  connected: base.connected,
  notices: base.notices,
  counters: base.counters,
  countersTouched: new Set(),
  locals: base.locals,
  desk: base.desk,
  watch: base.watch,
  wheel: base.wheel,
  outage: base.outage,
  totals: base.totals,
  skewedAlikeMs: base.skewedAlikeMs,
  tickMono: base.tickMono,
  tickTotals: base.tickTotals,
  early: base.early,
  writes: [],
  requests: [],
});

/** The next event of a run begins; its time is the draft's from now on. */
export const moveTo = (draft: Draft, at: At): void => {
  draft.at = at;
  draft.watchedMs = watchedAt(draft.watch, at);
};

export const siteIn = (draft: Draft, id: SiteId): SiteFold | undefined => shardGet(draft.sites, id);

/** The next state; what a draft did not change is shared with the state before. */
export const stateOf = (draft: Draft): FleetState => ({
  options: draft.base.options,
  sites: draft.sites,
  hubs: draft.hubs,
  connected: draft.connected,
  notices: draft.notices,
  counters: draft.counters,
  locals: draft.locals,
  desk: draft.desk,
  watch: draft.watch,
  wheel: draft.wheel,
  outage: draft.outage,
  totals: draft.totals,
  skewedAlikeMs: draft.skewedAlikeMs,
  tickMono: draft.tickMono,
  tickTotals: draft.tickTotals,
  early: draft.early,
});
