import type { SiteRecord } from '../../fleet/model/site.ts';
import type { SiteStatus } from '../../fleet/model/status.ts';

/** What the operator asked to see; acts on map, table and panels alike. */
export interface SiteFilter {
  readonly text: string;
  readonly status?: SiteStatus;
}

export const NO_FILTER: SiteFilter = { text: '' };

export const isFiltering = (filter: SiteFilter): boolean => filter.status !== undefined || filter.text.trim() !== '';

/** Without case and accents, so that `munchen` finds München. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Folding costs more than comparing, and records are immutable: once per record. */
const haystacks = new WeakMap<SiteRecord, string>();

function haystackOf(site: SiteRecord): string {
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

/** Adopted and new sites count everywhere; pending ones are only drawn, hollow (contract §6 "Adoption"). */
export const countsInFleet = (site: SiteRecord | undefined): site is SiteRecord =>
  site !== undefined && (site.adoption === 'adopted' || site.adoption === 'new');

export const isDrawn = (site: SiteRecord | undefined): site is SiteRecord =>
  site !== undefined && (site.adoption === 'adopted' || site.adoption === 'new' || site.adoption === 'pending');
