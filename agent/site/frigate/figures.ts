import { cleanLine } from '../../../fleet/text.ts';

/*
 * Figures as Frigate writes them (contract §10): numbers, numbers in strings, percentages in strings, "-%" and "".
 */

/** A finite number or null (not measured). */
export const numberOf = (value: unknown): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
};

/** The figure where it lies between `min` and `max`, both included; else it counts as not measured. */
export const within = (figure: number | null | undefined, min: number, max: number): number | undefined =>
  figure != null && figure >= min && figure <= max ? figure : undefined;

/** `"3.24%"` → 3.24, `"-%"` and `""` → null, bare numbers as they are; beyond 0..100 is not believed. */
export const percentOf = (value: unknown): number | null => {
  const figure = numberOf(typeof value === 'string' ? value.trim().replace(/%$/, '') : value);
  return figure !== null && figure >= 0 && figure <= 100 ? figure : null;
};

/** A clean line of at most `maxLength` characters, or null where there is none. */
export const lineOf = (value: unknown, maxLength: number): string | null => {
  if (typeof value !== 'string') return null;
  const line = cleanLine(value).trim();
  return line === '' ? null : Array.from(line).slice(0, maxLength).join('');
};

/** Clean lines out of an array, at most `maxItems`; everything else in it is left out. */
export const linesOf = (value: unknown, maxItems: number, maxLength: number): readonly string[] =>
  Array.isArray(value)
    ? value
        .slice(0, maxItems)
        .map((item) => lineOf(item, maxLength))
        .filter((item) => item !== null)
    : [];

/** Frigate's float seconds as epoch milliseconds, or null; what reads before 1973 comes from a clock that was never set. */
export const timeMsOf = (value: unknown): number | null => {
  const seconds = numberOf(value);
  return seconds !== null && seconds >= 1e8 && seconds < 8.64e12 ? Math.round(seconds * 1_000) : null;
};
