import type { SiteId } from '../ids.ts';
import type { AlertKey, AlertRecord, AlertSource, AlertValues } from '../model/alert.ts';
import type { HubId } from '../model/hub.ts';
import type { Adoption, SiteRecord } from '../model/site.ts';
import type { Severity, SiteStatus } from '../model/status.ts';
import { emptyShardMap } from '../shard-map.ts';
import type { ShardMap } from '../shard-map.ts';
import type { Maintenance, WindowsById } from '../desk/windows.ts';
import type { StateKind } from '../wire/catalogue.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import type { Bodies } from '../wire/messages.ts';
import type { EventsSeen } from './seen-ranges.ts';

/** (`boot`, `seq`): the one order of an agent's messages (contract §3). */
export type Order = readonly [boot: number, seq: number];

export type StateBody = Bodies[StateKind];

/** Documents whose body the fold asks again; of all others only what they told is kept, the store has the rest. */
type ReadAgain = 'state/site' | 'state/cert' | 'state/alerts';

type Envelope = Pick<StateBody, 'boot' | 'conn' | 'seq' | 'ts'>;

/** What a document says for the site's record; unchanged parts are the same objects as before. */
export interface Told {
  /** Members that no other document speaks of. */
  readonly members: Partial<SiteRecord>;
  readonly cameras?: NonNullable<SiteRecord['cameras']>;
  readonly agentVersion?: string;
  /** Sorted, each once. */
  readonly frigateVersions?: readonly string[];
}

/** The last good document of one topic. */
export interface Doc<K extends StateKind = StateKind> {
  readonly body: K extends ReadAgain ? Bodies[K] : Envelope;
  readonly told: Told;
  readonly rxTs: number;
}

export type Docs = { readonly [K in StateKind]?: Doc<K> };

/** What the fold knows of one alert; the record for the screens is derived from it. */
export interface AlertFold {
  readonly id: string;
  readonly source: AlertSource;
  readonly kind: string;
  readonly severity: Severity;
  readonly object: string;
  readonly nvr?: string;
  readonly rev: number;
  readonly state: 'open' | 'closed';
  readonly occurredTs: number;
  readonly receivedTs: number;
  readonly closedTs?: number;
  readonly text?: string;
  readonly values: AlertValues;
  readonly prev?: string;
  /** No sound of its own: history or backlog. */
  readonly ownQuiet: boolean;
  /** Last revision's event, or the list that told of it; console-made alerts: the state known at opening. */
  readonly order: Order;
  /** Known from `state/alerts` only: the event may still bring text and values. */
  readonly fromList?: boolean;
  /** Opened under `unstable_link`: silent until then. */
  readonly quietUntilTs?: number;
  /** Watched time at opening; lost at a restart, then any proof resolves. */
  readonly openedWatchMs?: number;
}

/** What stays of a closed alert when the screens no longer show it: nothing reopens it, a shared id goes on counting `rev`. */
export interface ClosedAlert {
  readonly closedTs: number;
  readonly rev: number;
}

/** A boot below the known one: perhaps a re-installed router (contract §3). */
export interface LowerBoot {
  /** Greatest `seq` on each topic; the first one on a topic is only its baseline. */
  readonly seqs: { readonly [K in StateKind]?: number };
  readonly firstRiseMono?: number;
  /** The known boot proved life after the first rise. */
  readonly turned: boolean;
  readonly alive: boolean;
}

/** Smallest (receive time − `ts`) of the live states of one connection: the site's skew (contract §7). */
export interface SkewSample {
  readonly boot: number;
  readonly conn: number;
  readonly minMs: number;
  /** When a difference last lay near the smallest one, and the smallest since then. */
  readonly nearTs: number;
  readonly sinceMs: number;
}

/** What is true only for this engine's life. */
export interface SiteLive {
  readonly bridges: Readonly<Record<HubId, 'up' | 'down'>>;
  /** Watched time since which this site is being watched. */
  readonly sinceWatchMs: number;
  readonly lifeTs?: number;
  readonly lifeMono?: number;
  readonly lifeWatchMs?: number;
  readonly bridgeWatchMs?: number;
  /** Watched time since which some connected hub says `1`. */
  readonly bridgeUpWatchMs?: number;
  readonly willWatchMs?: number;
  readonly skew?: SkewSample;
  readonly lower: Readonly<Record<string, LowerBoot>>;
  /** Part of the present "is it us?" (b). */
  readonly inOutage: boolean;
  /** Was left over by one: does not trigger the next before it has spoken. */
  readonly excused: boolean;
}

/** What must outlive a restart, beyond documents and alerts. Plain JSON; the time of last life is added when stored. */
export interface SiteKept {
  /** Lowest boot ever taken; what "accept" would retire from. */
  readonly lowestBoot?: number;
  /** Documents that came without proving life, by their order: after a restart all others are life at their `rxTs`. */
  readonly baseline: { readonly [K in StateKind]?: Order };
  /** Topics that became unknown by an empty payload, with the order known before. */
  readonly cleared: { readonly [K in StateKind]?: Order };
  readonly will?: { readonly boot: number; readonly conn: number; readonly rxTs: number };
  readonly events: EventsSeen;
  /** Openings of `site_offline` within the last hour, and the last end of one. */
  readonly episodes: readonly number[];
  readonly episodeEndTs?: number;
  /** State known when the last alert of a kind closed here (contract §5). */
  readonly closedOrders: Readonly<Record<string, Order>>;
  /** Receive times of the last rejects. */
  readonly rejects: readonly number[];
  /** Topics whose last message was of another major version. */
  readonly newer: readonly string[];
  readonly skewMs?: number;
  readonly clockUnset: boolean;
  /** Shown as "new" while the fleet had no adoption document; stays so until one names it. */
  readonly shownNew: boolean;
  readonly reinstalledBoot?: number;
  /** When that boot rose last. */
  readonly reinstalledTs?: number;
  readonly twoDevicesTs?: number;
  /** Alerts, with their boot, that no close ended but a list of a newer boot: which may be that of a router that is gone. */
  readonly endedByNewerBoot?: Readonly<Record<string, number>>;
  readonly status: {
    readonly value: SiteStatus;
    readonly sinceTs: number;
    readonly last?: SiteStatus;
    readonly lastTs?: number;
  };
}

/** Marks by which fleet-wide counts follow a site. */
export interface SiteMarks {
  readonly counted: boolean;
  readonly pending: boolean;
  /** No life for 95 s, without an alert of its own. */
  readonly silent: boolean;
  readonly live: boolean;
  readonly skew: -1 | 0 | 1;
}

export interface SiteFold {
  readonly id: SiteId;
  readonly adoption: Adoption;
  readonly docs: Docs;
  readonly live: SiteLive;
  readonly kept: SiteKept;
  /** Open alerts, and those closed within the last hour, by id. */
  readonly alerts: ReadonlyMap<string, AlertFold>;
  /** Closed alert ids, for 30 days. */
  readonly closed: ShardMap<ClosedAlert>;
  /** When `closed` was last looked through. */
  readonly sweptTs: number;
  readonly views: Readonly<Record<AlertKey, AlertRecord>>;
  /** What the views were made of, and what they add up to. */
  readonly viewed: Viewed;
  /** End of the maintenance in force, and when that must be asked again. */
  readonly maintenance: Maintenance;
  /** What the maintenance was judged by. */
  readonly judgedFor: {
    readonly windows: WindowsById | undefined;
    readonly place: Doc<'state/site'> | undefined;
    readonly atTs: number;
  };
  readonly record: SiteRecord;
  readonly marks: SiteMarks;
  /** The site is looked at again at this moment (monotonic); Infinity: it stands in no bucket. */
  readonly dueMono: number;
}

/** The site's alerts that count for its status, added up. */
export interface AlertTally {
  readonly openAlerts: { readonly critical: number; readonly warning: number; readonly info: number };
  readonly topAlert?: AlertKey;
  /** `site_offline` or `agent_silent` is among them. */
  readonly isOffline: boolean;
}

export interface Viewed {
  readonly alerts: ReadonlyMap<string, AlertFold> | undefined;
  readonly sets: Readonly<Record<string, DeskAlert>> | undefined;
  readonly isCounted: boolean;
  readonly inMaintenance: boolean;
  /** The views hold from then on, and until a silent start or a snooze ends. */
  readonly fromTs: number;
  readonly untilTs: number;
  readonly tally: AlertTally;
}

export const NO_TALLY: AlertTally = { openAlerts: { critical: 0, warning: 0, info: 0 }, isOffline: false };

const NOT_VIEWED: Viewed = {
  alerts: undefined,
  sets: undefined,
  isCounted: false,
  inMaintenance: false,
  fromTs: Infinity,
  untilTs: -Infinity,
  tally: NO_TALLY,
};

const NO_MARKS: SiteMarks = { counted: false, pending: false, silent: false, live: false, skew: 0 };

/** A site of which nothing is known but its id. */
export const newSite = (id: SiteId, wallTs: number, watchedMs: number): SiteFold => ({
  id,
  adoption: 'pending',
  docs: {},
  live: { bridges: {}, sinceWatchMs: watchedMs, lower: {}, inOutage: false, excused: false },
  kept: {
    baseline: {},
    cleared: {},
    events: { boots: [] },
    episodes: [],
    closedOrders: {},
    rejects: [],
    newer: [],
    clockUnset: false,
    shownNew: false,
    status: { value: 'unknown', sinceTs: wallTs },
  },
  alerts: new Map(),
  closed: emptyShardMap(),
  sweptTs: wallTs,
  views: {},
  viewed: NOT_VIEWED,
  maintenance: {},
  judgedFor: { windows: undefined, place: undefined, atTs: 0 },
  record: {
    id,
    adoption: 'pending',
    status: 'unknown',
    statusSinceTs: wallTs,
    unknownReason: 'never_reported',
    link: 'unknown',
    bridges: {},
    badges: [],
    tags: [],
    openAlerts: { critical: 0, warning: 0, info: 0 },
  },
  marks: NO_MARKS,
  dueMono: Infinity,
});

export const isAfter = (a: Order, b: Order): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

export const isUpTo = (a: Order, b: Order): boolean => !isAfter(a, b);

export const greaterOrder = (a: Order, b: Order): Order => (isAfter(b, a) ? b : a);

const NO_ORDER: Order = [0, 0];

/** Order of the message that a topic is known by, also where its payload was cleared. */
export const topicOrder = (site: SiteFold, kind: StateKind): Order | undefined => {
  const doc = site.docs[kind];
  return doc === undefined ? site.kept.cleared[kind] : [doc.body.boot, doc.body.seq];
};

/** The greatest (`boot`, `seq`) of any state of the site known now: part of the ids of shared alerts (contract §5). */
export const greatestOrder = (site: SiteFold): Order => {
  let greatest = NO_ORDER;
  for (const kind in site.docs) greatest = greaterOrder(greatest, topicOrder(site, kind as StateKind) ?? NO_ORDER);
  for (const kind in site.kept.cleared) greatest = greaterOrder(greatest, site.kept.cleared[kind as StateKind] ?? NO_ORDER);
  return greatest;
};

/** The boot of `greatestOrder`; asked with every message. */
export const greatestBoot = ({ docs, kept }: SiteFold): number => {
  let greatest = 0;
  for (const kind in docs) greatest = Math.max(greatest, docs[kind as StateKind]?.body.boot ?? 0);
  for (const kind in kept.cleared) greatest = Math.max(greatest, kept.cleared[kind as StateKind]?.[0] ?? 0);
  return greatest;
};
