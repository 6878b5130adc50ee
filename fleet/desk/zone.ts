/*
 * Wall clocks of IANA zones. `Intl.DateTimeFormat` with an explicit zone and time is a pure function of both (and of the
 * zone data that the runtime ships); nothing here reads the clock or the zone of this computer.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A calendar day without a zone. `month` is 1–12. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Formatters cost a thousand times more to make than to use. Bounded: sites name their zones, and sites may be hostile. */
const FORMATTERS_MAX = 700;
const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

const makeFormatter = (zone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
};

const formatterOf = (zone: string): Intl.DateTimeFormat | undefined => {
  if (formatters.has(zone)) return formatters.get(zone);
  if (formatters.size >= FORMATTERS_MAX) formatters.clear();
  const formatter = makeFormatter(zone);
  formatters.set(zone, formatter);
  return formatter;
};

/** True where this runtime's zone data knows the name. */
export const isTimeZone = (zone: string): boolean => formatterOf(zone) !== undefined;

/** The zone's offset from UTC in ms at one moment (Berlin in summer: 7,200,000). Unknown zones read as UTC. */
export const zoneOffsetMs = (zone: string, ts: number): number => {
  const formatter = formatterOf(zone);
  if (formatter === undefined) return 0;
  const found: Record<string, number> = {};
  for (const part of formatter.formatToParts(ts)) found[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return local - Math.floor(ts / 1_000) * 1_000;
};

/** The calendar day in the zone at one moment. */
export const localDateAt = (zone: string, ts: number): LocalDate => {
  const local = new Date(ts + zoneOffsetMs(zone, ts));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
};

/** The day `days` after (before, if negative) a day. */
export const addDays = (date: LocalDate, days: number): LocalDate => {
  const moved = new Date(Date.UTC(date.year, date.month - 1, date.day) + days * DAY_MS);
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
};

/** 0 is Sunday, as in `Date`. */
export const weekdayOf = (date: LocalDate): number => new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay();

/**
 * The moment when the zone's clocks show `minuteOfDay` on that day, in epoch ms. A time that the spring change skips is
 * read with the offset before the change (02:30 becomes 03:30); one that the autumn change repeats is its first passing.
 */
export const zonedTs = (zone: string, date: LocalDate, minuteOfDay: number): number => {
  const local = Date.UTC(date.year, date.month - 1, date.day) + minuteOfDay * MINUTE_MS;
  const before = zoneOffsetMs(zone, local - DAY_MS);
  const after = zoneOffsetMs(zone, local + DAY_MS);
  const early = local - Math.max(before, after);
  const late = local - Math.min(before, after);
  if (early + zoneOffsetMs(zone, early) === local) return early;
  if (late + zoneOffsetMs(zone, late) === local) return late;
  return local - before;
};
