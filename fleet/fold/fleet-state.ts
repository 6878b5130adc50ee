import type { SiteId } from '../ids.ts';
import type { AlertRecord } from '../model/alert.ts';
import type { HubId, HubRecord } from '../model/hub.ts';
import type { CounterRecord, NoticeRecord } from '../model/notice.ts';
import type { ShardMap } from '../shard-map.ts';
import type { DeskState } from './desk-state.ts';
import type { DueWheel } from './due.ts';
import type { SiteFold, SiteLive } from './site-fold.ts';
import type { FleetTotals } from './totals.ts';
import type { Watch } from './watch.ts';

/** "Is it us?" (b) of contract §4, while it lasts. */
export interface Outage {
  readonly members: ReadonlySet<SiteId>;
  readonly sinceMono: number;
  readonly sinceTs: number;
  /** Last signs of life of the members lie in this window; who falls silent later with such a sign joins them. */
  readonly fromTs: number;
}

export interface FoldOptions {
  readonly consoleId: string;
  readonly hubs: readonly HubId[];
  /** `--hub` with an empty profile: every site shows as adopted, nothing is published (contract §6). */
  readonly showAllAsAdopted: boolean;
}

/** Everything that this console knows of the fleet. Opaque outside the fold: read it by `tablesOf`, change it by `reduce`. */
export interface FleetState {
  readonly options: FoldOptions;
  readonly sites: ShardMap<SiteFold>;
  readonly hubs: Readonly<Record<HubId, HubRecord>>;
  /** Connected hubs, sorted. */
  readonly connected: readonly HubId[];
  readonly notices: Readonly<Record<string, NoticeRecord>>;
  readonly counters: ShardMap<CounterRecord>;
  /** Alerts of this console about itself, by key. */
  readonly locals: Readonly<Record<string, AlertRecord>>;
  readonly desk: DeskState;
  readonly watch: Watch;
  readonly wheel: DueWheel;
  readonly outage: Outage | undefined;
  readonly totals: FleetTotals;
  /** More than half of the live sites are skewed alike, by about so much: this computer's clock is off. */
  readonly skewedAlikeMs: number | undefined;
  /** Monotonic time and counts at the last tick: what its fleet-wide judgements were made of. */
  readonly tickMono: number | undefined;
  readonly tickTotals: FleetTotals;
  /** Bridge states of sites that have no document yet. */
  readonly early: ShardMap<SiteLive['bridges']>;
}
