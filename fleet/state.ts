import type { FleetTables } from './delta.ts';
import type { RulesById } from './desk/rules.ts';
import type { At } from './events.ts';
import { emptyDesk } from './fold/desk-state.ts';
import { openDraft, stateOf } from './fold/draft.ts';
import { emptyDueWheel } from './fold/due.ts';
import type { FleetState, FoldOptions } from './fold/fleet-state.ts';
import { restoreInto } from './fold/restore.ts';
import type { SiteFold } from './fold/site-fold.ts';
import { NO_TOTALS } from './fold/totals.ts';
import { startWatch } from './fold/watch.ts';
import type { SiteId } from './ids.ts';
import type { AlertRecord } from './model/alert.ts';
import type { StoredFleet } from './reduction.ts';
import { emptyShardMap, shardEntries, shardGet } from './shard-map.ts';

export type { FleetState, FoldOptions } from './fold/fleet-state.ts';

const START: At = { wallTs: 0, monoMs: 0 };

/** A fleet of which nothing is known. `at`: the moment from which this console watches. */
export const emptyFleet = (options: FoldOptions, at: At = START): FleetState => ({
  options,
  sites: emptyShardMap(),
  hubs: {},
  connected: [],
  notices: {},
  counters: emptyShardMap(),
  locals: {},
  desk: emptyDesk(),
  watch: startWatch(at),
  wheel: emptyDueWheel(at.monoMs),
  outage: undefined,
  totals: NO_TOTALS,
  skewedAlikeMs: undefined,
  tickMono: undefined,
  tickTotals: NO_TOTALS,
  early: emptyShardMap(),
});

/** The state that wrote these rows, as it is right after a start at `at`: no hub yet, silence counts from now (contract §4). */
export const restoreFleet = (stored: StoredFleet, options: FoldOptions, at: At): FleetState => {
  const draft = openDraft(emptyFleet(options, at), at, false);
  restoreInto(draft, stored);
  return stateOf(draft);
};

/** True while an alert of a site is open: its desk document is renewed (contract §6 "Expiry"). */
export const isAlertOpen = (state: FleetState, site: SiteId, id: string): boolean =>
  shardGet(state.sites, site)?.views[`${site}/${id}`]?.state === 'open';

/** Shared thresholds by the id of their document; those taken back are among them. */
export const rulesOf = (state: FleetState): RulesById => state.desk.rules;

/** All records as a window needs them. Costs the whole fleet: for snapshots, not per event. */
export const tablesOf = (state: FleetState): FleetTables => {
  const sites: Record<string, SiteFold['record']> = {};
  const alerts: Record<string, AlertRecord> = { ...state.locals };
  for (const [id, site] of shardEntries(state.sites)) {
    sites[id] = site.record;
    Object.assign(alerts, site.views);
  }
  return {
    sites,
    alerts,
    hubs: state.hubs,
    notices: state.notices,
    counters: Object.fromEntries(shardEntries(state.counters)),
  };
};
