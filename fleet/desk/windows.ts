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

/** Openings that may hold `wallTs` or follow it within a week: a window opens at most once a day and stays at most a week. */
const openingsOf = (window: DeskWindow, zone: string, wallTs: number): Opening[] => {
  const { once, recurs } = window;
  const openings: Opening[] = once === undefined ? [] : [{ fromTs: once.from_ts, toTs: once.to_ts }];
  if (recurs === undefined) return openings;
  const minuteOfDay = Number(recurs.at.slice(0, 2)) * 60 + Number(recurs.at.slice(3, 5));
  const today = localDateAt(zone, wallTs);
  for (let days = -DAYS_PER_WEEK - 1; days <= DAYS_PER_WEEK + 1; days += 1) {
    const date = addDays(today, days);
    // ISO counts Sunday as 7 where Date counts it as 0.
    if (!recurs.weekdays.includes(weekdayOf(date) || DAYS_PER_WEEK)) continue;
    const fromTs = zonedTs(zone, date, minuteOfDay);
    openings.push({ fromTs, toTs: fromTs + recurs.duration_s * 1_000 });
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
