import { SKEW_MS } from '../alert-clock.ts';
import type { Draft } from './draft.ts';
import type { SiteFold, SiteKept, SkewSample, StateBody } from './site-fold.ts';

/* The site's clock against this console's (contract §3: `ts` orders nothing, a skew is badged; §7: backlog and skew). */

/** Smaller changes of a known skew are not worth a row. */
const SKEW_STEP_MS = 1_000;

/** Delays of a live state stay under this; differences that are greater for longer are a clock that was set back. */
const CORRECTED_AFTER_MS = 3 * 60_000;

/** The smallest difference of this connection: a later message can only be delayed, not early. */
const sampleWith = (before: SkewSample | undefined, body: StateBody, differenceMs: number, wallTs: number): SkewSample => {
  const { boot, conn } = body;
  const fresh = { boot, conn, minMs: differenceMs, nearTs: wallTs, sinceMs: Infinity };
  if (before === undefined || boot > before.boot || (boot === before.boot && conn > before.conn)) return fresh;
  if (boot < before.boot || conn < before.conn) return before;
  if (differenceMs <= before.minMs + SKEW_MS)
    return { ...before, minMs: Math.min(before.minMs, differenceMs), nearTs: wallTs, sinceMs: Infinity };
  const sinceMs = Math.min(before.sinceMs, differenceMs);
  return wallTs - before.nearTs > CORRECTED_AFTER_MS ? { ...fresh, minMs: sinceMs } : { ...before, sinceMs };
};

const withSkew = (kept: SiteKept, skewMs: number | undefined): SiteKept => {
  const same =
    skewMs === undefined || kept.skewMs === undefined
      ? skewMs === kept.skewMs
      : Math.abs(skewMs - kept.skewMs) < SKEW_STEP_MS;
  if (same) return kept;
  const { skewMs: _before, ...rest } = kept;
  return skewMs === undefined ? rest : { ...rest, skewMs };
};

/**
 * Follows the clock by an accepted state. A `ts` of 0 means a clock that was never set. Only live states tell of a clock that
 * is behind (a stored one is merely old); one that is ahead shows in any state.
 */
export const withClock = (draft: Draft, site: SiteFold, body: StateBody, isLife: boolean): SiteFold => {
  const clockUnset = body.ts === 0;
  const kept = site.kept.clockUnset === clockUnset ? site.kept : { ...site.kept, clockUnset };
  if (clockUnset) return { ...site, kept: withSkew(kept, undefined) };
  const differenceMs = draft.at.wallTs - body.ts;
  if (!isLife && differenceMs >= -SKEW_MS) return kept === site.kept ? site : { ...site, kept };
  const skew = sampleWith(site.live.skew, body, differenceMs, draft.at.wallTs);
  const live = skew === site.live.skew ? site.live : { ...site.live, skew };
  return { ...site, live, kept: withSkew(kept, Math.abs(skew.minMs) > SKEW_MS ? -skew.minMs : undefined) };
};

/** The site's own time of something, or the receive time where its clock can't be believed (contract §3). */
export const shownTs = (draft: Draft, site: SiteFold, ownTs: number | undefined): number => {
  const { wallTs } = draft.at;
  if (ownTs === undefined || ownTs === 0 || site.kept.clockUnset || site.kept.skewMs !== undefined) return wallTs;
  return ownTs > wallTs + SKEW_MS ? wallTs : ownTs;
};

/** Age of an event on arrival: receive time − `ts` − the site's skew (contract §7). Unset clock: no age is known. */
export const eventAgeMs = (draft: Draft, site: SiteFold, ts: number): number => {
  if (ts === 0) return 0;
  const { skew } = site.live;
  const base = skew?.minMs ?? (site.kept.skewMs === undefined ? 0 : -site.kept.skewMs);
  return draft.at.wallTs - ts - base;
};
