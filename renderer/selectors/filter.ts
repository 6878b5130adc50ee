import type { SiteRecord } from '../../fleet/model/site.ts';
import type { SiteFilter } from '../../fleet/saved-view.ts';

export const NO_FILTER: SiteFilter = { text: '' };

export const isFiltering = (filter: SiteFilter): boolean => filter.status !== undefined || isNarrowed(filter);

/** Filters by more than status: the numbers by status are then those of a part of the fleet. */
export const isNarrowed = ({ text, region, tag }: SiteFilter): boolean =>
  region !== undefined || tag !== undefined || text.trim() !== '';

type Choice = 'status' | 'region' | 'tag';

/** The filter with one choice set, or given up where `value` is undefined. */
export function withChoice<K extends Choice>(
  filter: SiteFilter,
  name: K,
  value: SiteFilter[K] | undefined,
): SiteFilter {
  const next: { -readonly [C in keyof SiteFilter]: SiteFilter[C] } = { ...filter };
  if (value === undefined) delete next[name];
  else next[name] = value;
  return next;
}

/** Without case and accents, so that `munchen` finds München. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Folding costs more than comparing, and records are immutable: once per record. */
const haystacks = new WeakMap<SiteRecord, string>();

/** All that a text finds a site by, folded, the id first. */
export function haystackOf(site: SiteRecord): string {
  let hay = haystacks.get(site);
  if (hay === undefined) {
    hay = folded([site.id, site.name, site.region, site.address, ...site.tags].filter(Boolean).join('\n'));
    haystacks.set(site, hay);
  }
  return hay;
}

/** The words of a text filter, ready for `matchesWords`; empty means everything matches. */
export const filterWords = (text: string): readonly string[] => folded(text).split(/\s+/).filter(Boolean);

/** Every word must stand somewhere in id, name, region, address or tags. */
export function matchesWords(site: SiteRecord, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const hay = haystackOf(site);
  return words.every((word) => hay.includes(word));
}

/**
 * Passes region, tag and text; `words` are those of the filter's text. Status is judged apart: it has numbers of its
 * own.
 */
export const isWithin = (site: SiteRecord, filter: SiteFilter, words: readonly string[]): boolean =>
  (filter.region === undefined || site.region === filter.region) &&
  (filter.tag === undefined || site.tags.includes(filter.tag)) &&
  matchesWords(site, words);

/** Adopted and new sites count everywhere; pending ones are only drawn, hollow (contract §6 "Adoption"). */
export const countsInFleet = (site: SiteRecord | undefined): site is SiteRecord =>
  site !== undefined && (site.adoption === 'adopted' || site.adoption === 'new');

export const isDrawn = (site: SiteRecord | undefined): site is SiteRecord =>
  site !== undefined && (site.adoption === 'adopted' || site.adoption === 'new' || site.adoption === 'pending');
