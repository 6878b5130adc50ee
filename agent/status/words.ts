import { DE } from './words-de.ts';
import { EN } from './words-en.ts';
import { ES } from './words-es.ts';
import type { Words } from './words-shape.ts';

/*
 * The words of status and page in the console's three languages.
 */

export const LANGUAGES = ['en', 'de', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const WORDS: Readonly<Record<Language, Words>> = { en: EN, de: DE, es: ES };

export const wordsOf = (language: Language): Words => WORDS[language];

/** Puts values in for `{name}`. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));

const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** The first known language of an `Accept-Language` header or of LANG (`de_CH.UTF-8`); English without one. */
export const languageFrom = (wish: string | undefined): Language => {
  const wanted = (wish ?? '').slice(0, 200).toLowerCase().split(',');
  return wanted.map((one) => one.trim().slice(0, 2)).find(isLanguage) ?? 'en';
};
