/*
 * The times of contract §3–§7 by which the fold judges. All in ms of the fleet clock, except where a name says `real`.
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The engine ticks once in this long of real time. */
export const TICK_MS = SECOND_MS;
/** A tick later than this by real wall time means that this computer slept (contract §4 "Watched time"). */
export const SLEPT_AFTER_REAL_MS = 10 * SECOND_MS;
/** Life within this long is link `up`; also the wait after a sleep, without a hub, and before "is it us?" (contract §4). */
export const STALE_AFTER_MS = 95 * SECOND_MS;
/** Bridge silence before `site_offline`, no life before `agent_silent`; a rule of the desk may say otherwise. */
export const SILENT_ALERT_AFTER_MS = 5 * MINUTE_MS;
/** A last will older than this while the bridge is up is `agent_silent`. */
export const WILL_AFTER_MS = 60 * SECOND_MS;
/** `unstable_link` from the third `site_offline` within this time; it closes after as long without one. */
export const UNSTABLE_WITHIN_MS = HOUR_MS;
export const UNSTABLE_EPISODES = 3;
/** A `site_offline` under `unstable_link` makes no sound for this long. */
export const UNSTABLE_QUIET_MS = 15 * MINUTE_MS;
/** "Is it us?" (b): last signs of life inside one such window; more than so many sites; at most this long. */
export const OUTAGE_WINDOW_MS = 120 * SECOND_MS;
export const OUTAGE_MORE_THAN = 3;
export const OUTAGE_MAX_MS = 15 * MINUTE_MS;
/** A lower boot is alive when its `seq` rises live twice, at least this far apart (contract §3). */
export const LOWER_BOOT_APART_MS = 60 * SECOND_MS;
/** Two boots alive by turns: over when the lower one was quiet for this long. */
export const TWO_DEVICES_CLEAR_MS = 15 * MINUTE_MS;
/** `ts` further from this console's clock than this is badged (contract §3). */
export const SKEW_MS = 2 * MINUTE_MS;
/** Older events enter history without sound (contract §7). */
export const BACKLOG_AFTER_MS = 15 * MINUTE_MS;
/** "Data degraded": so many rejects of a site within this time (contract §7). */
export const DEGRADED_REJECTS = 3;
export const DEGRADED_WITHIN_MS = 10 * MINUTE_MS;
/** Closed alert ids and event ranges are remembered for this long (contract §3). */
export const REMEMBER_MS = 30 * DAY_MS;
/** A closed alert stays on the screens for this long; after that the history has it. */
export const CLOSED_SHOWN_MS = HOUR_MS;
/** Every site is looked at once in this long even if nothing is due: the wall clock may be set. */
export const LOOK_AGAIN_MS = HOUR_MS;
