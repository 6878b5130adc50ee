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

interface Zone {
  readonly formatter: Intl.DateTimeFormat;
  /** Offset in ms by quarter of an hour since 1970. */
  readonly offsets: Map<number, number>;
}

/** Zones change their clocks on quarters of an hour; asking `Intl` costs a thousand times more than looking up. */
const QUARTER_MS = 900_000;
const OFFSETS_MAX = 2_000;
/** Bounded: sites name their zones, and sites may be hostile. */
const ZONES_MAX = 700;
const zones = new Map<string, Zone | undefined>();

const makeZone = (name: string): Zone | undefined => {
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
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
    return { formatter, offsets: new Map() };
  } catch {
    return undefined;
  }
};

const zoneOf = (name: string): Zone | undefined => {
  if (zones.has(name)) return zones.get(name);
  if (zones.size >= ZONES_MAX) zones.clear();
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
};

/** True where this runtime's zone data knows the name. */
export const isTimeZone = (zone: string): boolean => zoneOf(zone) !== undefined;

const askOffsetMs = (formatter: Intl.DateTimeFormat, ts: number): number => {
  const found: Record<string, number> = {};
  for (const part of formatter.formatToParts(ts)) found[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return Date.UTC(year, month - 1, day, hour, minute, second) - ts;
};

/** The zone's offset from UTC in ms at one moment (Berlin in summer: 7,200,000). Unknown zones read as UTC. */
export const zoneOffsetMs = (zone: string, ts: number): number => {
  const known = zoneOf(zone);
  if (known === undefined) return 0;
  const quarter = Math.floor(ts / QUARTER_MS);
  const cached = known.offsets.get(quarter);
  if (cached !== undefined) return cached;
  if (known.offsets.size >= OFFSETS_MAX) known.offsets.clear();
  const offsetMs = askOffsetMs(known.formatter, quarter * QUARTER_MS);
  known.offsets.set(quarter, offsetMs);
  return offsetMs;
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
