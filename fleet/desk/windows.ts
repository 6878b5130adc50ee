import type { DeskWindow } from '../wire/desk-window.ts';
import { inScope } from './scope.ts';
import type { ScopedSite } from './scope.ts';
import { addDays, localDateAt, weekdayOf, zonedTs } from './zone.ts';

/** A site as windows see it; a site without a known zone is read in UTC. */
export interface WindowedSite extends ScopedSite {
  readonly timeZone?: string;
}

/** Windows by the id of their document `_desk/window/ID`. */
export type WindowsById = Readonly<Record<string, DeskWindow>>;

/** Epoch ms; open while `fromTs` <= time < `toTs`. */
interface Opening {
  readonly fromTs: number;
  readonly toTs: number;
}

const DAYS_PER_WEEK = 7;
const DAY_S = 86_400;

/** Openings that may hold `wallTs`, and at least the next one: a window opens at most once a day. */
const openingsOf = (window: DeskWindow, zone: string, wallTs: number): Opening[] => {
  const { once, recurs } = window;
  const openings: Opening[] = once === undefined ? [] : [{ fromTs: once.from_ts, toTs: once.to_ts }];
  if (recurs === undefined) return openings;
  const minuteOfDay = Number(recurs.at.slice(0, 2)) * 60 + Number(recurs.at.slice(3, 5));
  const today = localDateAt(zone, wallTs);
  const weekday = weekdayOf(today);
  // One day more than it may stay open: summer time makes days of 25 hours.
  for (let days = -Math.ceil(recurs.duration_s / DAY_S) - 1; days <= DAYS_PER_WEEK; days += 1) {
    // ISO counts Sunday as 7 where Date counts it as 0.
    if (!recurs.weekdays.includes((weekday + days + 2 * DAYS_PER_WEEK) % DAYS_PER_WEEK || DAYS_PER_WEEK)) continue;
    const fromTs = zonedTs(zone, addDays(today, days), minuteOfDay);
    openings.push({ fromTs, toTs: fromTs + recurs.duration_s * 1_000 });
    if (fromTs > wallTs) break;
  }
  return openings;
};

const openingsFor = (windows: WindowsById, site: WindowedSite, wallTs: number): Opening[] =>
  Object.values(windows)
    .filter((window) => window.gone !== true && inScope(window.scope, site))
    .flatMap((window) => openingsOf(window, site.timeZone ?? 'UTC', wallTs))
    .filter(({ fromTs, toTs }) => fromTs < toTs);

/** Maintenance of one site at one moment. */
export interface Maintenance {
  /** Latest end of the windows that are open now, epoch ms; absent: no maintenance. */
  readonly untilTs?: number;
  /** Next moment at which a window of this site opens or closes; absent: none within a week. */
  readonly changesTs?: number;
}

/**
 * Which windows hold a site at `wallTs`, and when that must be asked again (contract §4 "Status", §2 `_desk/window/ID`).
 * `recurs` opens in the site's own zone, so summer time moves it with the site's clocks.
 */
export const maintenanceAt = (windows: WindowsById, site: WindowedSite, wallTs: number): Maintenance => {
  const openings = openingsFor(windows, site, wallTs);
  const open = openings.filter(({ fromTs, toTs }) => fromTs <= wallTs && wallTs < toTs);
  const changes = openings.flatMap(({ fromTs, toTs }) => [fromTs, toTs]).filter((ts) => ts > wallTs);
  return {
    ...(open.length > 0 && { untilTs: Math.max(...open.map(({ toTs }) => toTs)) }),
    ...(changes.length > 0 && { changesTs: Math.min(...changes) }),
  };
};
