import type { TFunction } from 'i18next';
import type { Language } from '../../fleet/ipc.ts';

/** Times and ages in the operator's language and zone, 24 h. Timestamps are epoch ms, ages ms. */
export interface Format {
  readonly language: Language;
  /** `14:02`; of another day `Mon 23 Nov 14:02`. `now` decides which. */
  time(ts: number, now: number): string;
  /** `14:02`; of another day `23 Nov`, where room is short. */
  timeOrDate(ts: number, now: number): string;
  /** `14:02` of whatever day. */
  clock(ts: number): string;
  /** `14:02:11` */
  seconds(ts: number): string;
  /** `Tue 24 Nov` */
  day(ts: number): string;
  /** `2 Dec` */
  date(ts: number): string;
  /** `2 Dec 2026` */
  dateWithYear(ts: number): string;
  /** `WET` */
  zone(ts: number): string;
  /** `14:02` in the site's zone; absent where the zone is not known here. */
  timeIn(zone: string, ts: number): string | undefined;
  number(value: number): string;
}

const formats = new Map<string, Format>();

/** `zone`: IANA name, else the computer's own. Formatters are costly to make: one set per language and zone. */
export function formatFor(language: Language, zone?: string): Format {
  const key = `${language} ${zone ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const made = makeFormat(language, zone);
  formats.set(key, made);
  return made;
}

function makeFormat(language: Language, zone: string | undefined): Format {
  const locale = language === 'en' ? 'en-GB' : language;
  const inZone = zone === undefined ? {} : { timeZone: zone };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...inZone } as const;
  const time = new Intl.DateTimeFormat(locale, clock);
  const seconds = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', ...inZone });
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...inZone });
  const dated = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...inZone });
  const zoneName = new Intl.DateTimeFormat(locale, { timeZoneName: 'short', ...inZone });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const dayOf = (ts: number): string => day.format(ts).replaceAll(',', '');
  return {
    language,
    time: (ts, now) => (date.format(ts) === date.format(now) ? time.format(ts) : `${dayOf(ts)} ${time.format(ts)}`),
    timeOrDate: (ts, now) => (date.format(ts) === date.format(now) ? time.format(ts) : date.format(ts)),
    clock: (ts) => time.format(ts),
    seconds: (ts) => seconds.format(ts),
    day: dayOf,
    date: (ts) => date.format(ts),
    dateWithYear: (ts) => dated.format(ts),
    zone: (ts) => zoneName.formatToParts(ts).find((part) => part.type === 'timeZoneName')?.value ?? '',
    timeIn(siteZone, ts) {
      try {
        return new Intl.DateTimeFormat(locale, { ...clock, timeZone: siteZone }).format(ts);
      } catch {
        return undefined;
      }
    },
    number: (value) => number.format(value),
  };
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `48 s`, `7 min`, `4 h`, `3 days`; the future counts as now. */
export function ageWords(t: TFunction, ageMs: number): string {
  const age = Math.max(0, ageMs);
  if (age < MINUTE_MS) return t('age.s', { n: Math.floor(age / SECOND_MS) });
  if (age < HOUR_MS) return t('age.min', { n: Math.floor(age / MINUTE_MS) });
  if (age < 2 * DAY_MS) return t('age.h', { n: Math.floor(age / HOUR_MS) });
  return t('age.d', { count: Math.floor(age / DAY_MS) });
}
