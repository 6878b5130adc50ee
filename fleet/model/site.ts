import type { SiteId } from '../ids.ts';
import type { SiteStatus } from './status.ts';

/** `adopted`, `new` and everything else of contract §6 "Adoption"; only adopted and new sites count anywhere. */
export type Adoption = 'adopted' | 'new' | 'pending' | 'ignored' | 'decommissioned';

/** Contract §4 "Link": `up` within 95 s of proven life, `stale` after, `down` when every connected hub says so. */
export type LinkState = 'up' | 'stale' | 'down' | 'unknown';

/** What one connected hub last said of a site's bridge; `absent` is no evidence. */
export type BridgeEvidence = 'up' | 'down' | 'absent';

/** Why a status is `unknown`; the words on screen follow from it. */
export type UnknownReason = 'never_reported' | 'watching' | 'no_hub' | 'is_it_us' | 'cleared';

/** Marks beside the status that never change it. */
export type SiteBadge = 'clock_skew' | 'clock_unset' | 'needs_newer_console' | 'data_degraded' | 'reinstalled' | 'two_devices' | 'event_gap';

export interface SiteContact {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
}

/**
 * One site as the screens need it: derived from the site's documents by the fold, sent in deltas. Times are epoch
 * milliseconds by the console's clock unless a name says otherwise. Absent is "not measured", never zero.
 */
export interface SiteRecord {
  readonly id: SiteId;
  readonly adoption: Adoption;
  /** Shown as adopted by `--hub` with an empty profile, though nobody decided it (contract §6 "Adoption"). */
  readonly undecided?: true;
  readonly status: SiteStatus;
  readonly statusSinceTs: number;
  /** The last status that was known, where `status` is now `unknown`: "was OK at 14:06". */
  readonly lastStatus?: SiteStatus;
  readonly lastStatusTs?: number;
  readonly unknownReason?: UnknownReason;
  readonly link: LinkState;
  /** Receive time of the last proof of life (or, before any, the last report that this console stored). */
  readonly lastLifeTs?: number;
  readonly bridges: Readonly<Record<string, BridgeEvidence>>;
  readonly badges: readonly SiteBadge[];
  /** Clock of the site minus clock of the console, where it matters (badge `clock_skew`). */
  readonly skewMs?: number;

  readonly name?: string;
  readonly address?: string;
  readonly lat?: number;
  readonly lon?: number;
  readonly timeZone?: string;
  readonly region?: string;
  readonly tags: readonly string[];
  readonly contact?: SiteContact;

  readonly nvrs?: { readonly total: number; readonly up: number };
  readonly cameras?: { readonly total: number; readonly online: number; readonly disabled: number; readonly recording?: number };
  readonly wan?: { readonly rttMs?: number; readonly lossPct?: number };
  readonly cpuPct?: number;
  /** Fullest disk first decides: hours until full, where the site measures a trend. */
  readonly diskFullInH?: number;
  readonly agentVersion?: string;
  readonly frigateVersions?: readonly string[];
  readonly certNotAfterTs?: number;
  readonly healthTs?: number;

  readonly openAlerts: { readonly critical: number; readonly warning: number; readonly info: number };
  /** Key of the alert that explains the status best: the worst, then the newest. */
  readonly topAlert?: string;
  /** With the badge `reinstalled`: the boots of the router before, which accepting the new one retires. */
  readonly oldBoots?: { readonly from: number; readonly to: number };
  /** End of the maintenance window in force. */
  readonly maintenanceUntilTs?: number;
}
