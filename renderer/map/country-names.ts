import type { Language } from '../../fleet/ipc.ts';
import { alphaCode } from './country-codes.ts';
import type { CountryName } from './label-layer.ts';
import type { Country } from './world.ts';

/** In a narrower window the names are more noise than help (visual §6). */
const NAMES_FROM_WIDTH_PX = 1_180;

/**
 * Names of countries in the operator's language, as the platform knows them; Natural Earth's English where it does
 * not.
 */
export function countryNames(countries: readonly Country[], language: Language): readonly CountryName[] {
  if (window.innerWidth < NAMES_FROM_WIDTH_PX) return [];
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return countries.map((country) => {
    const code = alphaCode(country.code);
    return { country, name: (code && names.of(code)) ?? country.name };
  });
}
